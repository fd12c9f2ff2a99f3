package mortise.verifier.explore;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Facet;
import mortise.spi.Subject;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.Value;

/// Whether a condition holds of a call.
final class Conditions {
  private Conditions() {}

  /// Whether it holds; of several fields, for each of them.
  static boolean holds(Condition condition, CallSite site) {
    return switch (condition) {
      case Condition.Not c -> !holds(c.condition(), site);
      case Condition.All c -> all(c.conditions(), site);
      case Condition.Any c -> any(c.conditions(), site);
      case Condition.None c -> none(c, site);
      default -> {
        var fields = Several.among(site.verification().mentioned(condition), site);
        yield fields.isEmpty()
            ? holdsOnce(condition, site)
            : Several.each(fields.get(), site).stream()
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

  static List<Pointer> each(Subject each, CallSite site) {
    return switch (each) {
      case Subject.Tracked tracked -> Several.each(tracked, site);
      case Subject.Fields fields -> Several.each(fields, site);
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
      case Condition.IsNull c -> Nullness.isNull(site.value(c.subject()));
      case Condition.IsNotNull c ->
          site.value(c.subject()) instanceof Pointer pointer && !pointer.nullable();
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
      case Condition.InValueOf c -> Maps.inValueOf(c, site);
      case Condition.FitsField c -> Types.fits(c, site);
      case Condition.Guarded c -> Sections.guard(c.subject(), site);
      case Condition.HoldsTypeOf c -> holdsType(c.container(), c.node(), site);
      case Condition.HoldsMemberOf c -> holdsMember(c.container(), c.node(), site);
      case Condition.HasQualifier c -> hasQualifier(c, site);
      case Condition.TokenOf c -> Sections.isOpen(c.section(), c.subject(), site);
      case Condition.Innermost c -> Sections.isInnermost(c, site);
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
          Maps.map(c.subject(), site).filter(m -> c.numbers().contains(m.type().id())).isPresent();
      case Condition.OfKind c -> ofKind(c, site);
      case Condition.WritableMap c ->
          Maps.map(c.subject(), site).filter(m -> !m.isReadOnly()).isPresent();
      case Condition.PresentKey c -> Maps.isPresent(c.key(), c.map(), site);
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
            .map(Slot.Part::kind)
            .or(
                () ->
                    site.pointer(condition.subject())
                        .filter(p -> p.region() instanceof Region.Elsewhere)
                        .map(p -> ((Region.Elsewhere) p.region()).kind()));
    return kind.isPresent() && condition.kinds().stream().anyMatch(kind.get()::is);
  }

  private static boolean pointsTo(Condition.PointsTo condition, CallSite site) {
    if (!(site.value(condition.subject()) instanceof Pointer pointer)) {
      return false;
    }
    for (var target : condition.targets()) {
      if (Targets.matches(target, pointer)) {
        return true;
      }
    }
    return false;
  }

  static long owed(Subject subject, CallSite site) {
    var obligation = site.obligation(subject);
    return obligation == null ? 0 : obligation.count();
  }

  static long count(Subject subject, CallSite site) {
    return site.constant(subject).orElse(Long.MAX_VALUE);
  }

  private static boolean holdsType(Subject container, Subject node, CallSite site) {
    var element = site.field(container).flatMap(SpecialField::element);
    return element.isPresent() && site.type(node).filter(element.get()::equals).isPresent();
  }

  private static boolean holdsMember(Subject container, Subject node, CallSite site) {
    var field = site.field(container);
    return field.isPresent()
        && holdsType(container, node, site)
        && site.offset(node).orElse(-1) == field.get().elementOffset();
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
}
