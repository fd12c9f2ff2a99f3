package mortise.verifier.rulebook;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.EventKind;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.Handler;
import mortise.spi.HostType;
import mortise.spi.HostView;
import mortise.spi.Invocation;
import mortise.spi.LayoutConstraint;
import mortise.spi.MapKind;
import mortise.spi.OwnershipLimit;
import mortise.spi.Policy;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;
import mortise.spi.Transform;

/// A semantics put together: everything that its families declared, ready for lookup. Immutable.
///
/// @param name the semantics' name
/// @param choices what each policy is, as it is written when it is written well
/// @param conflicts choices that cannot be made together
/// @param variants of helpers that differ from one kind of program to another, all of them
/// @param structFields the kinds of special field by the name of their struct; of several the one
///   without a tag
/// @param taggedFields the others of the same name, told apart by their tags
/// @param ownership how deep types may own each other; without one only circles are forbidden
/// @param objects what pointers to structs are to global subprograms, by the struct's name
/// @param losingForbidden whether what nothing leads to any more is a leak at once
/// @param layoutStrict whether misplaced special fields are errors
/// @param walks what loads of members of host types give, by `struct.member`
/// @param walk what loads of all other members give
/// @param hosts the host types that are declared: their members the host's own types tell
/// @param views how programs see objects of the host's, by name
/// @param hostTypes the types that families say the host brings, by name
/// @param problems what was left out and why, a line each
/// @param off the ids of rules that are switched off, none but in tests: what breaks them is let
///   through
public record RuleBook(
    String name,
    Map<String, String> choices,
    List<FamilyInfo> families,
    Map<String, FunctionPlan> kernelFunctions,
    Map<Integer, FunctionPlan> helpers,
    Map<Integer, List<FunctionPlan>> variants,
    Map<String, FieldKind> structFields,
    Map<String, List<FieldKind>> taggedFields,
    Map<String, FieldKind> pointerFields,
    List<LayoutConstraint> layouts,
    Optional<OwnershipLimit> ownership,
    boolean losingForbidden,
    boolean layoutStrict,
    List<Ending> endings,
    List<Implication> implications,
    List<Forbidden> forbidden,
    List<Sleepless> sleepless,
    List<AlsoQualified> alsoQualified,
    List<Writable> writable,
    Map<String, Qualifier> globalTags,
    List<GlobalArgument> globalArguments,
    Map<String, SlotKind> objects,
    List<Entry> entries,
    List<Handler> handlers,
    List<Rule> lockOrder,
    Map<String, Access> walks,
    List<Access> walk,
    Map<String, HostType> hosts,
    Map<String, HostView> views,
    Map<EventKind, List<Subscriber>> subscribers,
    Map<String, HostType> hostTypes,
    Map<Integer, MapKind> maps,
    Map<Integer, ProgramKind> programs,
    Map<String, Policy> policies,
    List<Conflict> conflicts,
    Map<String, Rule> rules,
    List<String> headers,
    List<String> problems,
    Set<String> off) {
  /// Pointers with the qualifier are transformed when a section of the kind ends.
  public record Ending(
      SectionKind section, Qualifier qualifier, Transform transform, Condition when) {}

  /// What programs of these kinds may write to of the host's.
  public record Writable(String struct, String member, List<String> programKinds) {}

  /// Programs of these kinds may not use maps that have such a field.
  public record Forbidden(FieldKind field, Rule rule, List<String> programKinds) {}

  /// While the section is open nothing that may sleep can be called; messages call it `region`.
  public record Sleepless(SectionKind section, String region) {}

  /// A pointer with `given` to a type with such a field is qualified with `also` too.
  public record AlsoQualified(FieldKind present, Qualifier given, Qualifier also) {}

  /// What must hold of everything that is passed to a global subprogram.
  public record GlobalArgument(Subject argument, Rule rule, Condition condition) {}

  /// The subprograms that tags of such fields name are entries of their own.
  public record Entry(FamilyInfo family, FieldKind tagged, Invocation invocation) {}

  /// What a load of a member of a host type gives.
  public record Walk(String struct, String member, Access access) {}

  /// Choices that contradict each other, and why.
  public record Conflict(String why, List<Policy.Choice> together) {
    public Conflict {
      together = List.copyOf(together);
    }

    /// Whether policies with these values contradict each other in this way.
    public boolean holds(Map<String, String> choices) {
      return together.stream()
          .allMatch(
              one ->
                  Optional.ofNullable(choices.get(one.policy().name()))
                      .filter(one::holds)
                      .isPresent());
    }
  }

  /// While the section is open, `implied` counts as open.
  public record Implication(SectionKind section, SectionKind implied) {}

  public RuleBook {
    choices = Map.copyOf(choices);
    families = List.copyOf(families);
    kernelFunctions = Map.copyOf(kernelFunctions);
    helpers = Map.copyOf(helpers);
    variants = Map.copyOf(variants);
    structFields = Map.copyOf(structFields);
    pointerFields = Map.copyOf(pointerFields);
    layouts = List.copyOf(layouts);
    endings = List.copyOf(endings);
    implications = List.copyOf(implications);
    forbidden = List.copyOf(forbidden);
    taggedFields = Map.copyOf(taggedFields);
    sleepless = List.copyOf(sleepless);
    alsoQualified = List.copyOf(alsoQualified);
    writable = List.copyOf(writable);
    globalTags = Map.copyOf(globalTags);
    globalArguments = List.copyOf(globalArguments);
    objects = Map.copyOf(objects);
    entries = List.copyOf(entries);
    handlers = List.copyOf(handlers);
    lockOrder = List.copyOf(lockOrder);
    walks = Map.copyOf(walks);
    walk = List.copyOf(walk);
    hosts = Map.copyOf(hosts);
    views = Map.copyOf(views);
    subscribers = Map.copyOf(subscribers);
    hostTypes = Map.copyOf(hostTypes);
    maps = Map.copyOf(maps);
    programs = Map.copyOf(programs);
    policies = Map.copyOf(policies);
    conflicts = List.copyOf(conflicts);
    rules = Map.copyOf(rules);
    headers = List.copyOf(headers);
    problems = List.copyOf(problems);
    off = Set.copyOf(off);
  }

  /// The kind of special field that a member of the struct with that name is, given its tags.
  public Optional<FieldKind> structField(String struct, List<String> tags) {
    for (var kind : taggedFields.getOrDefault(struct, List.of())) {
      var form = kind.tag();
      if (form.isPresent() && tags.stream().anyMatch(tag -> form.get().match(tag).isPresent())) {
        return Optional.of(kind);
      }
    }
    return Optional.ofNullable(structFields.get(struct));
  }

  /// The same with rules switched off besides those that are.
  public RuleBook without(Set<String> ids) {
    var all = new HashSet<>(off);
    all.addAll(ids);
    return new RuleBook(
        name,
        choices,
        families,
        kernelFunctions,
        helpers,
        variants,
        structFields,
        taggedFields,
        pointerFields,
        layouts,
        ownership,
        losingForbidden,
        layoutStrict,
        endings,
        implications,
        forbidden,
        sleepless,
        alsoQualified,
        writable,
        globalTags,
        globalArguments,
        objects,
        entries,
        handlers,
        lockOrder,
        walks,
        walk,
        hosts,
        views,
        subscribers,
        hostTypes,
        maps,
        programs,
        policies,
        conflicts,
        rules,
        headers,
        problems,
        all);
  }

  /// Whether what breaks the rule is let through.
  public boolean isOff(Rule rule) {
    return !off.isEmpty() && off.contains(rule.id());
  }

  /// All functions, by name.
  public Collection<FunctionPlan> functions() {
    return Stream.concat(
            Stream.concat(
                helpers.values().stream(),
                variants.values().stream().flatMap(all -> all.stream().skip(1))),
            kernelFunctions.values().stream())
        .sorted(Comparator.comparing(FunctionPlan::name))
        .toList();
  }

  /// Whether a function that is allowed in sections of the kinds `allowed` may be called inside
  /// `section`.
  public boolean allows(Collection<SectionKind> allowed, SectionKind section) {
    if (allowed.contains(section)) {
      return true;
    }
    for (var one : allowed) {
      if (one.restrictsCalls() && counts(section, one)) {
        return true;
      }
    }
    return false;
  }

  /// Whether `section`, once open, counts as one of `wanted` too.
  public boolean counts(SectionKind section, SectionKind wanted) {
    if (section.equals(wanted)) {
      return true;
    }
    for (var one : implications) {
      if (one.section().equals(section) && one.implied().equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
