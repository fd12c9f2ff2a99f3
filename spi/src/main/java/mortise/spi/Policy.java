package mortise.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A choice that a semantics leaves open: `transfer = release-on-unlock | non-owning`.
///
/// A policy has one of its values, or, if it is a *set*, any of its elements: a set is written
/// `owner+claim`, in the order in which the elements are declared, and `none` where it is empty.
/// Families that declare the same policy, all of it equal, share it.
///
/// @param name lower case, digits, dashes and dots
/// @param values what may be chosen, or what may be in the set
/// @param defaultValue how the default is written
public record Policy(
    String name, String documentation, boolean isSet, List<String> values, String defaultValue) {
  private static final String NONE = "none";
  private static final int MOST_ELEMENTS = 12;

  /// One part of a contradiction, see [Declarations#conflict]: that a value was chosen (an element
  /// is in the set), or that it was not.
  public record Choice(Policy policy, String value, boolean chosen) {
    public Choice {
      if (!(policy.values.contains(value) || (policy.isSet && value.equals(NONE)))) {
        throw new IllegalArgumentException(
            "policy %s has no value '%s'".formatted(policy.name, value));
      }
    }

    /// Whether it is so where the policy has the value that is written like this.
    public boolean holds(String written) {
      boolean there =
          (policy.isSet && !value.equals(NONE))
              ? policy.elements(written).contains(value)
              : written.equals(value);
      return there == chosen;
    }
  }

  public Policy {
    values = List.copyOf(values);
    require(name.matches("[a-z][a-z0-9.-]*"), "not a name for a policy: " + name);
    require(!values.isEmpty(), "policy " + name + " leaves nothing to choose");
    require(
        values.stream().allMatch(value -> value.matches("[a-z0-9][a-z0-9.-]*")),
        "policy %s: values are lower case, digits, dots and dashes: %s".formatted(name, values));
    require(
        new HashSet<>(values).size() == values.size(),
        "policy %s names a value twice: %s".formatted(name, values));
    require(
        !isSet || (values.size() <= MOST_ELEMENTS && !values.contains(NONE)),
        "policy %s: a set has at most %d elements, none of them called none"
            .formatted(name, MOST_ELEMENTS));
    require(
        parse(isSet, values, defaultValue).filter(defaultValue::equals).isPresent(),
        "policy %s cannot be '%s' by default".formatted(name, defaultValue));
  }

  /// A policy with one of the values; the first is the default.
  public static Policy of(String name, String documentation, String... values) {
    require(values.length > 0, "policy " + name + " leaves nothing to choose");
    return new Policy(name, documentation, false, List.of(values), values[0]);
  }

  /// A policy with any of the elements.
  public static Policy setOf(
      String name, String documentation, Collection<String> defaultElements, String... elements) {
    require(
        List.of(elements).containsAll(defaultElements),
        "policy %s has by default what it cannot have: %s".formatted(name, defaultElements));
    return new Policy(
        name,
        documentation,
        true,
        List.of(elements),
        write(List.of(elements), Set.copyOf(defaultElements)));
  }

  /// That the value was chosen, or that the element is in the set.
  public Choice chosen(String value) {
    return new Choice(this, value, true);
  }

  /// That the value was not chosen, or that the element is not in the set.
  public Choice notChosen(String value) {
    return new Choice(this, value, false);
  }

  /// A choice as it is written when it is written well (elements in their order, each once);
  /// nothing if it cannot be chosen.
  public Optional<String> canonical(String written) {
    return parse(isSet, values, written);
  }

  /// What is in a set that is written like this, in the order of the elements; of a policy with one
  /// value, that.
  ///
  /// @throws IllegalArgumentException if it cannot be chosen
  public Set<String> elements(String written) {
    var canonical =
        canonical(written)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "policy %s cannot be '%s'".formatted(name, written)));
    if (!isSet) {
      return Set.of(canonical);
    }
    var elements = new LinkedHashSet<String>();
    if (!canonical.equals(NONE)) {
      elements.addAll(Arrays.asList(canonical.split("\\+")));
    }
    return Collections.unmodifiableSet(elements);
  }

  /// All that may be chosen, as it is written: the values, or all subsets of the elements.
  public List<String> spellings() {
    if (!isSet) {
      return values;
    }
    var all = new ArrayList<String>();
    for (int bits = 0; bits < (1 << values.size()); bits++) {
      var chosen = new HashSet<String>();
      for (int i = 0; i < values.size(); i++) {
        if (((bits >> i) & 1) != 0) {
          chosen.add(values.get(i));
        }
      }
      all.add(write(values, chosen));
    }
    return all;
  }

  /// `caller | helper`, or `any of owner, claim, node-lock`.
  public String domain() {
    return isSet ? "any of " + String.join(", ", values) : String.join(" | ", values);
  }

  private static Optional<String> parse(boolean isSet, List<String> values, String written) {
    if (!isSet) {
      return Optional.of(written).filter(values::contains);
    }
    if (written.equals(NONE)) {
      return Optional.of(NONE);
    }
    var parts = Set.copyOf(Arrays.asList(written.split("\\+", -1)));
    return Optional.of(parts).filter(values::containsAll).map(all -> write(values, all));
  }

  private static String write(List<String> order, Set<String> chosen) {
    return chosen.isEmpty()
        ? NONE
        : order.stream().filter(chosen::contains).collect(Collectors.joining("+"));
  }

  private static void require(boolean fine, String problem) {
    if (!fine) {
      throw new IllegalArgumentException(problem);
    }
  }
}
