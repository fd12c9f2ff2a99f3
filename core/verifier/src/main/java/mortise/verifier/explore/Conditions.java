package mortise.verifier.explore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import mortise.object.BpfMap;
import mortise.spi.Condition;
import mortise.spi.Facet;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Target;
import mortise.verifier.state.Frame;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// Whether a condition holds of a call, and what there is to say when it does not.
final class Conditions {
  /// Where the guard is of another kind than the first: the kernel has one number for the offset of
  /// a plain lock, and an error number in it where there is none.
  private static final String NONE_OF_THE_FIRST = "-22";

  private Conditions() {}

  /// Whether it holds; of several fields, for each of them.
  static boolean holds(Condition condition, CallSite site) {
    return switch (condition) {
      case Condition.Not c -> !holds(c.condition(), site);
      case Condition.All c -> all(c.conditions(), site);
      case Condition.Any c -> any(c.conditions(), site);
      case Condition.None c -> none(c, site);
      default -> {
        var fields = site.several(site.verification().mentioned(condition));
        yield fields.isEmpty()
            ? holdsOnce(condition, site)
            : site.each(fields.get()).stream()
                .allMatch(one -> holdsOf(fields.get(), one, condition, site));
      }
    };
  }

  private static boolean all(List<Condition> conditions, CallSite site) {
    for (var one : conditions) {
      if (!holds(one, site)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Condition> conditions, CallSite site) {
    for (var one : conditions) {
      if (holds(one, site)) {
        return true;
      }
    }
    return false;
  }

  /// Whether it holds when the subject is the value.
  static boolean holdsOf(Subject subject, Value value, Condition condition, CallSite site) {
    var before = site.bind(subject, value);
    try {
      return holds(condition, site);
    } finally {
      site.unbind(subject, before);
    }
  }

  private static boolean none(Condition.None condition, CallSite site) {
    var each = site.inRoles(condition.each());
    return each(each, site).stream()
        .noneMatch(one -> holdsOf(each, one, condition.condition(), site));
  }

  private static List<Pointer> each(Subject each, CallSite site) {
    return switch (each) {
      case Subject.Tracked tracked -> site.tracked(tracked);
      case Subject.Fields fields -> site.each(fields);
      default -> throw new IllegalStateException(each.name() + " is not gone through");
    };
  }

  private static boolean holdsOnce(Condition condition, CallSite site) {
    return switch (condition) {
      case Condition.PointsTo c -> pointsTo(c, site);
      case Condition.Referenced c -> site.referenced(c.subject());
      case Condition.OwesAtLeast c -> owed(c.subject(), site) >= count(c.count(), site);
      case Condition.Owes c -> {
        long owed = owed(c.subject(), site);
        yield owed >= c.lowest() && owed <= c.highest();
      }
      case Condition.OwesExactly c -> {
        var count = site.constant(c.count());
        yield count.isPresent() && owed(c.subject(), site) == count.getAsLong();
      }
      case Condition.NamesHostStruct c -> HostObjects.whyNotNamed(c.subject(), site).isEmpty();
      case Condition.NamesStruct c ->
          site.constant(c.subject()).isPresent() && site.type(c.subject()).isPresent();
      case Condition.IsNull c -> isNull(site.value(c.subject()));
      case Condition.IsNotNull c -> isNotNull(site.value(c.subject()));
      case Condition.ConstantOffset c ->
          !(site.value(c.subject()) instanceof Pointer p) || p.isConstantOffset();
      case Condition.AtStart c -> site.offset(c.subject()).orElse(-1) == 0;
      case Condition.IsField c ->
          site.field(c.subject()).filter(f -> f.kind().is(c.kind())).isPresent();
      case Condition.HasField c ->
          site.type(c.subject()).flatMap(t -> t.field(c.kind())).isPresent();
      case Condition.HasOnlyFields c -> Types.hasOnlyFields(c, site);
      case Condition.HasTypes c -> site.verification().program.btf().size() > 1;
      case Condition.IsTyped c -> Types.isTyped(c.subject(), site);
      case Condition.SizeAtMost c ->
          site.type(c.subject()).filter(t -> t.size() <= c.limit()).isPresent();
      case Condition.OnlyNumbers c -> Types.onlyNumbers(c, site);
      case Condition.IsLocalOr c -> Types.isLocalOr(c, site);
      case Condition.InProgram c -> site.verification().isOneOf(c.kinds());
      case Condition.InRange c ->
          site.value(c.subject()) instanceof Scalar number
              && number.mark().range().smin() >= c.lowest()
              && number.range().smax() <= c.highest();
      case Condition.InValueOf c -> inValueOf(c, site);
      case Condition.FitsField c -> Types.fits(c, site);
      case Condition.Guarded c -> guarded(c.subject(), site);
      case Condition.HoldsTypeOf c -> holdsType(c.container(), c.node(), site);
      case Condition.HoldsMemberOf c -> holdsMember(c.container(), c.node(), site);
      case Condition.HasQualifier c -> hasQualifier(c, site);
      case Condition.TokenOf c -> token(c.subject(), c.section(), site);
      case Condition.Innermost c -> innermost(c, site);
      case Condition.FacetIs c ->
          isThere(c.subject(), site)
              && c.values().contains(site.facetValue(c.subject(), c.facet()));
      case Condition.FacetBound c ->
          isThere(c.subject(), site)
              && isThere(c.other(), site)
              && c.value()
                  .of(site.identity(c.other()), site.offset(c.other()).orElse(0))
                  .equals(site.facetValue(c.subject(), c.facet()));
      case Condition.FacetPasses c ->
          isThere(c.subject(), site)
              && c.test()
                  .test(
                      site.facetValue(c.subject(), c.facet()),
                      site.type(c.subject()).orElse(Types.NOTHING),
                      site.offset(c.subject()).orElse(-1));
      case Condition.FacetNames c ->
          isThere(c.subject(), site)
              && site.identity(c.other()) != 0
              && site.facetValue(c.subject(), c.facet()) instanceof Facet.NamesIdentities names
              && names.identities().contains((long) site.identity(c.other()));
      case Condition.SameMember c -> {
        var type = site.type(c.left());
        var offset = site.offset(c.left());
        yield type.isPresent()
            && type.equals(site.type(c.right()))
            && offset.isPresent()
            && offset.equals(site.offset(c.right()));
      }
      case Condition.MapOfType c ->
          map(c.subject(), site).filter(m -> c.numbers().contains(m.type().id())).isPresent();
      case Condition.OfKind c -> ofKind(c, site);
      case Condition.WritableMap c ->
          map(c.subject(), site).filter(m -> !m.isReadOnly()).isPresent();
      case Condition.PresentKey c -> isPresent(c.key(), c.map(), site);
      case Condition.MemberTagged c ->
          HostObjects.link(c.subject(), site).filter(l -> l.tag().equals(c.tag())).isPresent();
      case Condition.MemberLeadsToStruct c ->
          HostObjects.link(c.subject(), site).filter(Members.Link::leadsToStruct).isPresent();
      case Condition.MemberOfUnion c ->
          HostObjects.link(c.subject(), site).filter(Members.Link::inUnion).isPresent();
      case Condition.Distinct c -> distinct(c.left(), c.right(), site);
      case Condition.Same c -> same(c.left(), c.right(), site);
      case Condition.Inside c -> site.inside(c.section());
      case Condition.InCallbackOf c -> inCallbackOf(c, site);
      case Condition.Sleepable c -> site.verification().isSleepable(site.state());
      case Condition.MayBeAnswer c -> Answers.mayBe(c, site);
      case Condition.Check c -> c.test().test(site);
      case Condition.Not c -> holds(c, site);
      case Condition.All c -> holds(c, site);
      case Condition.Any c -> holds(c, site);
      case Condition.None c -> holds(c, site);
    };
  }

  /// Facets are of what pointers point to.
  private static boolean isThere(Subject subject, CallSite site) {
    return site.pointer(subject).isPresent();
  }

  private static boolean hasQualifier(Condition.HasQualifier condition, CallSite site) {
    var slot = site.slot(condition.subject());
    return slot.isPresent()
        ? slot.get().qualifiers().contains(condition.qualifier())
        : site.pointer(condition.subject()).filter(p -> p.has(condition.qualifier())).isPresent();
  }

  private static boolean ofKind(Condition.OfKind condition, CallSite site) {
    var kind =
        site.slot(condition.subject())
            .map(mortise.verifier.state.Slot.Part::kind)
            .or(
                () ->
                    site.pointer(condition.subject())
                        .filter(p -> p.region() instanceof Region.Elsewhere)
                        .map(p -> ((Region.Elsewhere) p.region()).kind()));
    return kind.isPresent() && condition.kinds().stream().anyMatch(kind.get()::is);
  }

  private static boolean inValueOf(Condition.InValueOf condition, CallSite site) {
    var map = site.pointer(condition.map());
    return site.pointer(condition.subject())
        .filter(
            p ->
                p.region() instanceof Region.MapValue value
                    && map.isPresent()
                    && map.get().region() instanceof Region.Map whole
                    && value.map().equals(whole.map())
                    && p.parent() == map.get().id())
        .isPresent();
  }

  private static boolean pointsTo(Condition.PointsTo condition, CallSite site) {
    if (!(site.value(condition.subject()) instanceof Pointer pointer)) {
      return false;
    }
    for (var target : condition.targets()) {
      if (matches(target, pointer)) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(Target target, Pointer pointer) {
    if (pointer.nullable() && !target.nullable()) {
      return false;
    }
    if (kindOf(pointer.region()) != target.kind()) {
      return false;
    }
    return target.exactly()
        ? Set.copyOf(pointer.qualifiers()).equals(Set.copyOf(target.qualifiers()))
        : pointer.qualifiers().containsAll(target.qualifiers());
  }

  private static Target.Kind kindOf(Region region) {
    return switch (region) {
      case Region.Local o -> Target.Kind.OBJECT;
      case Region.MapValue v -> Target.Kind.MAP_VALUE;
      case Region.Map m -> Target.Kind.MAP;
      case Region.Stack s -> Target.Kind.STACK;
      case Region.Context c -> Target.Kind.CONTEXT;
      case Region.Packet p -> Target.Kind.PACKET;
      case Region.PacketEnd e -> Target.Kind.PACKET;
      case Region.Memory m -> Target.Kind.MEMORY;
      case Region.Buffer b -> Target.Kind.MEMORY;
      case Region.Space s -> Target.Kind.MEMORY;
      case Region.MapKey k -> Target.Kind.MEMORY;
      case Region.Function f -> Target.Kind.FUNCTION;
      case Region.Elsewhere e -> Target.Kind.SLOT_OBJECT;
      case Region.Host h -> Target.Kind.HOST_OBJECT;
      case Region.View v -> Target.Kind.HOST_VIEW;
    };
  }

  private static long owed(Subject subject, CallSite site) {
    var obligation = site.obligation(subject);
    return obligation == null ? 0 : obligation.count();
  }

  private static long count(Subject subject, CallSite site) {
    return site.constant(subject).orElse(Long.MAX_VALUE);
  }

  static boolean isNull(Value value) {
    return value instanceof Scalar scalar && scalar.mark().range().isConstant(0);
  }

  private static boolean isNotNull(Value value) {
    return value instanceof Pointer pointer && !pointer.nullable();
  }

  private static boolean guarded(Subject subject, CallSite site) {
    int guard = guard(subject, site);
    if (guard < 0 || !(site.value(subject) instanceof Pointer pointer)) {
      return false;
    }
    for (var section : site.state().sections()) {
      if (section.offset() == guard && isToken(section, pointer)) {
        return true;
      }
    }
    return false;
  }

  /// The offset of the lock that guards the container, -1 if there is none.
  private static int guard(Subject subject, CallSite site) {
    var field = site.field(subject);
    var type = site.type(subject);
    if (field.isEmpty() || type.isEmpty()) {
      return -1;
    }
    for (var kind : field.get().kind().guards()) {
      var guard = type.get().field(kind);
      if (guard.isPresent()) {
        return guard.get().offset();
      }
    }
    return -1;
  }

  static boolean isToken(OpenSection section, Pointer pointer) {
    return section.isToken(pointer.id(), CallSite.holder(pointer));
  }

  private static boolean holdsType(Subject container, Subject node, CallSite site) {
    var element = site.field(container).flatMap(mortise.spi.TypeView.SpecialField::element);
    return element.isPresent() && site.type(node).filter(element.get()::equals).isPresent();
  }

  private static boolean holdsMember(Subject container, Subject node, CallSite site) {
    var field = site.field(container);
    return field.isPresent()
        && holdsType(container, node, site)
        && site.offset(node).orElse(-1) == field.get().elementOffset();
  }

  private static boolean token(Subject subject, SectionKind kind, CallSite site) {
    var token = site.token(subject);
    if (token.isEmpty()) {
      return false;
    }
    for (var section : site.state().sections()) {
      if (section.kind().equals(kind) && token.get().isOf(section)) {
        return true;
      }
    }
    return false;
  }

  private static boolean innermost(Condition.Innermost condition, CallSite site) {
    var token = site.token(condition.subject());
    var among =
        site.state().sections().stream()
            .filter(s -> condition.sections().contains(s.kind()))
            .toList();
    return token.isPresent() && !among.isEmpty() && token.get().isOf(among.getLast());
  }

  private static boolean distinct(Subject left, Subject right, CallSite site) {
    var types = site.type(left).isPresent() && site.type(right).isPresent();
    int a = site.identity(left);
    int b = site.identity(right);
    return (types && !site.type(left).equals(site.type(right)))
        || (a < 0 && b < 0 && a != b)
        || site.state().distinct().areDistinct(a, b);
  }

  private static boolean same(Subject left, Subject right, CallSite site) {
    var a = site.pointer(left);
    var b = site.pointer(right);
    return a.isPresent()
        && b.isPresent()
        && a.get().id() == b.get().id()
        && CallSite.holder(a.get()).equals(CallSite.holder(b.get()));
  }

  private static Optional<BpfMap> map(Subject subject, CallSite site) {
    return site.pointer(subject)
        .filter(p -> p.region() instanceof Region.Map)
        .map(p -> ((Region.Map) p.region()).map());
  }

  /// Inner maps may have fewer entries than the map that they were declared after.
  private static boolean isPresent(Subject key, Subject mapSubject, CallSite site) {
    var declared = site.pointer(mapSubject).filter(p -> p.id() == 0).isPresent();
    var map = map(mapSubject, site);
    if (!declared || map.isEmpty() || !hasIndices(map.get(), site)) {
      return false;
    }
    var index =
        site.pointer(key)
            .map(p -> StackAccess.constant(site.state(), p, map.get().keySize()))
            .orElse(OptionalLong.empty());
    return index.isPresent()
        && index.getAsLong() >= 0
        && index.getAsLong() < map.get().maxEntries();
  }

  private static boolean hasIndices(BpfMap map, CallSite site) {
    var kind = site.verification().rules.maps().get(map.type().id());
    return kind != null && kind.keysAreIndices() && !kind.holdsMaps();
  }

  private static boolean inCallbackOf(Condition.InCallbackOf condition, CallSite site) {
    int depth = site.state().depth();
    for (int f = condition.directly() ? depth - 1 : 0; f < depth; f++) {
      Frame frame = site.state().frame(f);
      var callback = frame.callback();
      if (callback != null && condition.functions().contains(callback.function())) {
        return true;
      }
    }
    return false;
  }

  /// What a rule's message may say of a condition that does not hold.
  static Map<String, String> words(Condition condition, CallSite site) {
    var words = new HashMap<String, String>();
    describe(condition, site, words);
    return words;
  }

  private static void describe(Condition condition, CallSite site, Map<String, String> words) {
    var fields =
        isLeaf(condition)
            ? site.several(site.verification().mentioned(condition))
            : Optional.<Subject.Fields>empty();
    if (fields.isPresent()) {
      site.each(fields.get()).stream()
          .filter(one -> !holdsOf(fields.get(), one, condition, site))
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
        words.put("owed", Long.toString(owed(c.subject(), site)));
      }
      case Condition.Owes c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(owed(c.subject(), site)));
      }
      case Condition.OwesExactly c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(owed(c.subject(), site)));
        words.put("count", Long.toString(count(c.count(), site)));
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
        map(c.map(), site).ifPresent(m -> words.put("map", m.name()));
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
      case Condition.None c -> none(c, site, words);
      case Condition.OwesAtLeast c -> {
        pointer(c.subject(), site, words);
        words.put("owed", Long.toString(owed(c.subject(), site)));
        words.put("count", Long.toString(count(c.count(), site)));
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
        map(c.subject(), site)
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
              .filter(one -> !holds(one, site))
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

  private static void none(Condition.None condition, CallSite site, Map<String, String> words) {
    var each = site.inRoles(condition.each());
    each(each, site).stream()
        .filter(one -> holdsOf(each, one, condition.condition(), site))
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
    words.putIfAbsent("owed", Long.toString(owed(subject, site)));
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
