package mortise.verifier.explore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mortise.spi.Condition;
import mortise.spi.Facet;
import mortise.spi.Subject;
import mortise.verifier.state.Value;

/// What there is to say of a condition that does not hold: the words of rules' messages.
final class ConditionWords {
  /// Where the guard is of another kind than the first: the kernel has one number for the offset of
  /// a plain lock, and an error number in it where there is none.
  private static final String NONE_OF_THE_FIRST = "-22";

  private ConditionWords() {}

  /// What a rule's message may say of a condition that does not hold.
  static Map<String, String> of(Condition condition, CallSite site) {
    var words = new HashMap<String, String>();
    describe(condition, site, words);
    return words;
  }

  private static void describe(Condition condition, CallSite site, Map<String, String> words) {
    var fields =
        isLeaf(condition)
            ? Several.among(site.verification().mentioned(condition), site)
            : Optional.<Subject.Fields>empty();
    if (fields.isPresent()) {
      Several.each(fields.get(), site).stream()
          .filter(one -> !Conditions.holdsOf(fields.get(), one, condition, site))
          .findFirst()
          .ifPresent(one -> describeOf(fields.get(), one, condition, site, words));
      return;
    }
    switch (condition) {
      case Condition.PointsTo c -> {
        pointer(c.subject(), site, words);
        words.put(
            "expected",
            c.targets().stream().map(Names::expected).distinct().collect(Collectors.joining(", ")));
      }
      case Condition.Referenced c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(Conditions.owed(c.subject(), site)));
      }
      case Condition.Owes c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(Conditions.owed(c.subject(), site)));
      }
      case Condition.OwesExactly c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(Conditions.owed(c.subject(), site)));
        words.put("count", Long.toString(Conditions.count(c.count(), site)));
      }
      case Condition.HasOnlyFields c -> pointer(c.subject(), site, words);
      case Condition.HasTypes c -> {}
      case Condition.IsTyped c -> pointer(c.subject(), site, words);
      case Condition.SizeAtMost c -> {
        pointer(c.subject(), site, words);
        words.put(
            "size", site.type(c.subject()).map(t -> Long.toString(t.size())).orElse("unknown"));
        words.put("limit", Long.toString(c.limit()));
      }
      case Condition.OnlyNumbers c -> pointer(c.subject(), site, words);
      case Condition.IsLocalOr c -> pointer(c.subject(), site, words);
      case Condition.OfKind c -> pointer(c.subject(), site, words);
      case Condition.InProgram c -> words.put("kinds", String.join(", ", c.kinds()));
      case Condition.InRange c -> {
        pointer(c.subject(), site, words);
        words.put("lowest", Long.toString(c.lowest()));
        words.put("highest", Long.toString(c.highest()));
      }
      case Condition.InValueOf c -> {
        pointer(c.subject(), site, words);
        Maps.map(c.map(), site).ifPresent(m -> words.put("map", m.name()));
        site.pointer(c.subject()).ifPresent(p -> words.put("uid", Integer.toString(p.parent())));
        site.pointer(c.map()).ifPresent(p -> words.put("expected.uid", Integer.toString(p.id())));
      }
      case Condition.FitsField c -> {
        pointer(c.subject(), site, words);
        words.put("expected", Types.declared(c.field(), site));
        words.put("actual", Types.actual(c.subject(), site));
      }
      case Condition.FacetBound c -> facet(c.subject(), c.facet(), site, words);
      case Condition.FacetPasses c -> {
        facet(c.subject(), c.facet(), site, words);
        words.put("what", c.what());
      }
      case Condition.FacetNames c -> facet(c.subject(), c.facet(), site, words);
      case Condition.SameMember c -> pointer(c.left(), site, words);
      case Condition.None c -> noneOf(c, site, words);
      case Condition.OwesAtLeast c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(Conditions.owed(c.subject(), site)));
        words.put("count", Long.toString(Conditions.count(c.count(), site)));
      }
      case Condition.NamesStruct c -> pointer(c.subject(), site, words);
      case Condition.NamesHostStruct c ->
          words.put("why", HostObjects.whyNotNamed(c.subject(), site).orElse(""));
      case Condition.IsNull c -> pointer(c.subject(), site, words);
      case Condition.IsNotNull c -> pointer(c.subject(), site, words);
      case Condition.ConstantOffset c -> pointer(c.subject(), site, words);
      case Condition.AtStart c -> pointer(c.subject(), site, words);
      case Condition.IsField c -> {
        pointer(c.subject(), site, words);
        words.put("field", c.kind().name());
        var there = site.type(c.subject()).flatMap(t -> t.field(c.kind()));
        words.put("there", there.map(f -> Integer.toString(f.offset())).orElse("-1"));
      }
      case Condition.HasField c -> {
        pointer(c.subject(), site, words);
        words.put("field", c.kind().name());
      }
      case Condition.Guarded c -> describeGuard(c.subject(), site, words);
      case Condition.HoldsTypeOf c -> describeElement(c.container(), c.node(), site, words);
      case Condition.HoldsMemberOf c -> describeElement(c.container(), c.node(), site, words);
      case Condition.HasQualifier c -> pointer(c.subject(), site, words);
      case Condition.TokenOf c -> pointer(c.subject(), site, words);
      case Condition.Innermost c -> {
        pointer(c.subject(), site, words);
        site.state().sections().stream()
            .filter(section -> c.sections().contains(section.kind()))
            .reduce((first, last) -> last)
            .ifPresent(
                section -> {
                  words.put("expected.id", Integer.toString(section.identity()));
                  words.put("expected.instruction", Integer.toString(section.entered()));
                });
      }
      case Condition.FacetIs c -> facet(c.subject(), c.facet(), site, words);
      case Condition.MapOfType c -> {
        pointer(c.subject(), site, words);
        words.put("id", Integer.toString(site.plan().helper()));
        Maps.map(c.subject(), site)
            .ifPresent(
                m -> {
                  words.put("map", m.name());
                  words.put("map.type", Integer.toString(m.type().id()));
                });
      }
      case Condition.WritableMap c -> pointer(c.subject(), site, words);
      case Condition.PresentKey c -> pointer(c.key(), site, words);
      case Condition.MemberTagged c -> pointer(c.subject(), site, words);
      case Condition.MemberLeadsToStruct c -> pointer(c.subject(), site, words);
      case Condition.MemberOfUnion c -> pointer(c.subject(), site, words);
      case Condition.Distinct c -> pointer(c.left(), site, words);
      case Condition.Same c -> pointer(c.left(), site, words);
      case Condition.Not c -> describe(c.condition(), site, words);
      case Condition.All c ->
          c.conditions().stream()
              .filter(one -> !Conditions.holds(one, site))
              .findFirst()
              .ifPresent(one -> describe(one, site, words));
      case Condition.Any c -> c.conditions().forEach(one -> describe(one, site, words));
      case Condition.Inside c -> words.put("section", c.section().name());
      case Condition.InCallbackOf c -> words.put("callers", String.join(", ", c.functions()));
      case Condition.Sleepable c -> {}
      case Condition.MayBeAnswer c -> {
        pointer(c.subject(), site, words);
        Answers.describe(c, site, words);
      }
      case Condition.Check c -> {}
    }
  }

  private static boolean isLeaf(Condition condition) {
    return !(condition instanceof Condition.Not
        || condition instanceof Condition.All
        || condition instanceof Condition.Any
        || condition instanceof Condition.None);
  }

  private static void describeOf(
      Subject subject, Value value, Condition condition, CallSite site, Map<String, String> words) {
    var before = site.bind(subject, value);
    try {
      describe(condition, site, words);
    } finally {
      site.unbind(subject, before);
    }
  }

  private static void noneOf(Condition.None condition, CallSite site, Map<String, String> words) {
    var each = site.inRoles(condition.each());
    Conditions.each(each, site).stream()
        .filter(one -> Conditions.holdsOf(each, one, condition.condition(), site))
        .findFirst()
        .ifPresent(one -> describeOf(each, one, condition.condition(), site, words));
  }

  private static void facet(
      Subject subject, Facet<?> facet, CallSite site, Map<String, String> words) {
    pointer(subject, site, words);
    words.put("facet", facet.name());
    words.put("value", site.facetValue(subject, facet).toString());
  }

  private static void pointer(Subject subject, CallSite site, Map<String, String> words) {
    site.parameterOf(subject)
        .ifPresent(
            parameter -> {
              int index = parameter.index();
              words.putIfAbsent("arg", site.plan().argumentName(index));
              words.putIfAbsent("register", Names.register(index + 1));
              words.putIfAbsent("index", Integer.toString(index));
            });
    words.putIfAbsent("type", Names.type(site.value(subject)));
    words.putIfAbsent("place", Names.place(site.value(subject)));
    words.putIfAbsent("owed", Long.toString(Conditions.owed(subject, site)));
    site.pointer(subject)
        .ifPresent(
            p -> {
              words.putIfAbsent(
                  "offset", Long.toString(p.isConstantOffset() ? p.constantOffset() : p.offset()));
              words.putIfAbsent("var_off", p.variable().tnum().toString());
              words.putIfAbsent("holder", Names.holder(p));
              CallSite.typeOf(p).ifPresent(t -> words.putIfAbsent("struct", t.name()));
            });
  }

  private static void describeGuard(Subject subject, CallSite site, Map<String, String> words) {
    pointer(subject, site, words);
    var field = site.field(subject);
    words.put("field", field.map(f -> f.kind().name()).orElse("container"));
    words.put(
        "guard",
        field
            .flatMap(f -> f.kind().guards().stream().findFirst())
            .map(k -> k.name())
            .orElse("lock"));
    words.put(
        "guard.offset",
        field
            .flatMap(f -> f.kind().guards().stream().findFirst())
            .flatMap(first -> site.type(subject).flatMap(type -> type.field(first)))
            .map(guard -> Integer.toString(guard.offset()))
            .orElse(NONE_OF_THE_FIRST));
    boolean elsewhere = site.state().sections().stream().anyMatch(s -> s.kind().restrictsCalls());
    words.put(
        "elsewhere", elsewhere ? "held lock and object are not in the same allocation\n" : "");
  }

  private static void describeElement(
      Subject container, Subject node, CallSite site, Map<String, String> words) {
    pointer(node, site, words);
    site.field(container)
        .ifPresent(
            field -> {
              words.put("container", field.kind().name());
              words.put("node", field.kind().holds().map(k -> k.name()).orElse("node"));
              words.put("expected.offset", Integer.toString(field.elementOffset()));
              words.put("expected.struct", field.element().map(e -> e.name()).orElse("?"));
            });
    words.put("actual.offset", Long.toString(site.offset(node).orElse(-1)));
    words.put("actual.struct", site.type(node).map(t -> t.name()).orElse("?"));
  }
}
