package mortise.spi;

import java.util.List;

/// A choice that a semantics leaves open: `list.transfer = release-on-unlock | non-owning`.
///
/// @param name namespaced by family, `family.choice`
/// @param values what may be chosen, the default first
public record Policy(String name, List<String> values, String documentation) {
  public Policy {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("policy " + name + " leaves nothing to choose");
    }
  }

  public static Policy of(String name, String documentation, String... values) {
    return new Policy(name, List.of(values), documentation);
  }

  public String defaultValue() {
    return values.getFirst();
  }
}
