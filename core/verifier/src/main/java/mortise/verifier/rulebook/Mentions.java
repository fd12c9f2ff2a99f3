package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Invocation;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Of which subjects conditions and effects speak.
public final class Mentions {
  private Mentions() {}

  /// The subjects of a condition, those of conditions inside it included.
  public static List<Subject> of(Condition condition) {
    var found = new ArrayList<Subject>();
    visit(condition, found::add);
    return found;
  }

  /// The subjects of an effect, those of effects and conditions inside it included.
  public static List<Subject> of(Effect effect) {
    var found = new ArrayList<Subject>();
    visit(effect, found::add);
    return found;
  }

  /// Whether the effect speaks of what the call returns, and so happens after it has.
  public static boolean result(Effect effect) {
    return of(effect).stream().anyMatch(Mentions::result);
  }

  static boolean result(Subject subject) {
    return chain(subject).stream().anyMatch(Subject.Returned.class::isInstance);
  }

  /// The subject, and those that it is told by.
  public static List<Subject> chain(Subject subject) {
    var all = new ArrayList<Subject>();
    visit(subject, all::add);
    return all;
  }

  private static void visit(Subject subject, Consumer<Subject> to) {
    to.accept(subject);
    switch (subject) {
      case Subject.Fields s -> visit(s.of(), to);
      case Subject.NodeOf s -> {
        visit(s.object(), to);
        visit(s.container(), to);
      }
      case Subject.Companion s -> visit(s.field(), to);
      case Subject.Pointee s -> visit(s.field(), to);
      default -> {}
    }
  }

  static void visit(Condition condition, Consumer<Subject> to) {
    switch (condition) {
      case Condition.PointsTo c -> visit(c.subject(), to);
      case Condition.Referenced c -> visit(c.subject(), to);
      case Condition.OwesAtLeast c -> both(c.subject(), c.count(), to);
      case Condition.Owes c -> visit(c.subject(), to);
      case Condition.OwesExactly c -> both(c.subject(), c.count(), to);
      case Condition.NamesStruct c -> visit(c.subject(), to);
      case Condition.NamesHostStruct c -> visit(c.subject(), to);
      case Condition.IsNull c -> visit(c.subject(), to);
      case Condition.IsNotNull c -> visit(c.subject(), to);
      case Condition.ConstantOffset c -> visit(c.subject(), to);
      case Condition.AtStart c -> visit(c.subject(), to);
      case Condition.IsField c -> visit(c.subject(), to);
      case Condition.HasField c -> visit(c.subject(), to);
      case Condition.HasOnlyFields c -> visit(c.subject(), to);
      case Condition.HasTypes c -> {}
      case Condition.IsTyped c -> visit(c.subject(), to);
      case Condition.SizeAtMost c -> visit(c.subject(), to);
      case Condition.OnlyNumbers c -> visit(c.subject(), to);
      case Condition.IsLocalOr c -> visit(c.subject(), to);
      case Condition.InProgram c -> {}
      case Condition.InRange c -> visit(c.subject(), to);
      case Condition.InValueOf c -> both(c.subject(), c.map(), to);
      case Condition.FitsField c -> both(c.subject(), c.field(), to);
      case Condition.Guarded c -> visit(c.subject(), to);
      case Condition.HoldsTypeOf c -> both(c.container(), c.node(), to);
      case Condition.HoldsMemberOf c -> both(c.container(), c.node(), to);
      case Condition.HasQualifier c -> visit(c.subject(), to);
      case Condition.TokenOf c -> visit(c.subject(), to);
      case Condition.Innermost c -> visit(c.subject(), to);
      case Condition.FacetIs c -> visit(c.subject(), to);
      case Condition.FacetBound c -> both(c.subject(), c.other(), to);
      case Condition.FacetPasses c -> visit(c.subject(), to);
      case Condition.FacetNames c -> both(c.subject(), c.other(), to);
      case Condition.SameMember c -> both(c.left(), c.right(), to);
      case Condition.None c -> {
        to.accept(c.each());
        visit(c.condition(), to);
      }
      case Condition.MemberTagged c -> visit(c.subject(), to);
      case Condition.MemberLeadsToStruct c -> visit(c.subject(), to);
      case Condition.MemberOfUnion c -> visit(c.subject(), to);
      case Condition.Distinct c -> both(c.left(), c.right(), to);
      case Condition.Same c -> both(c.left(), c.right(), to);
      case Condition.MapOfType c -> visit(c.subject(), to);
      case Condition.OfKind c -> visit(c.subject(), to);
      case Condition.WritableMap c -> visit(c.subject(), to);
      case Condition.PresentKey c -> both(c.key(), c.map(), to);
      case Condition.Inside c -> {}
      case Condition.InCallbackOf c -> {}
      case Condition.Sleepable c -> {}
      case Condition.MayBeAnswer c -> visit(c.subject(), to);
      case Condition.Not c -> visit(c.condition(), to);
      case Condition.All c -> c.conditions().forEach(one -> visit(one, to));
      case Condition.Any c -> c.conditions().forEach(one -> visit(one, to));
      case Condition.Check c -> {}
    }
  }

  private static void both(Subject left, Subject right, Consumer<Subject> to) {
    visit(left, to);
    visit(right, to);
  }

  static void visit(Effect effect, Consumer<Subject> to) {
    switch (effect) {
      case Effect.Enter e -> e.token().forEach(s -> visit(s, to));
      case Effect.Leave e -> e.token().forEach(s -> visit(s, to));
      case Effect.Release e -> visit(e.subject(), to);
      case Effect.GiveAway e -> visit(e.subject(), to);
      case Effect.Owe e -> {
        visit(e.subject(), to);
        e.count().forEach(s -> visit(s, to));
      }
      case Effect.OweExactly e -> both(e.subject(), e.count(), to);
      case Effect.Set e -> visit(e.subject(), to);
      case Effect.Bind e -> both(e.subject(), e.other(), to);
      case Effect.Update e -> visit(e.subject(), to);
      case Effect.Qualify e -> visit(e.subject(), to);
      case Effect.Unqualify e -> visit(e.subject(), to);
      case Effect.Poison e -> visit(e.subject(), to);
      case Effect.Cure e -> visit(e.subject(), to);
      case Effect.MakeDistinct e -> both(e.left(), e.right(), to);
      case Effect.End e -> {}
      case Effect.ForgetPackets e -> {}
      case Effect.MayEnd e -> {}
      case Effect.CreateSlot e -> visit(e.slot(), to);
      case Effect.DestroySlot e -> visit(e.slot(), to);
      case Effect.CopySlot e -> both(e.slot(), e.original(), to);
      case Effect.When e -> {
        visit(e.condition(), to);
        e.effects().forEach(one -> visit(one, to));
      }
      case Effect.ForEach e -> {
        to.accept(e.each());
        visit(e.condition(), to);
        e.effects().forEach(one -> visit(one, to));
      }
      case Effect.Announce e -> e.subjects().forEach(s -> visit(s, to));
    }
  }

  static void visit(Result result, Consumer<Subject> to) {
    result.notNullIf().ifPresent(c -> visit(c, to));
    result.childOf().ifPresent(s -> visit(s, to));
    result.sharing().ifPresent(s -> visit(s, to));
    switch (result.shape()) {
      case Result.ObjectOf s -> visit(s.type(), to);
      case Result.ElementOf s -> visit(s.container(), to);
      case Result.PointeeOf s -> visit(s.field(), to);
      case Result.Again s -> visit(s.subject(), to);
      case Result.WholeOf s -> visit(s.subject(), to);
      case Result.ValueOf s -> visit(s.map(), to);
      case Result.SomeValueOf s -> visit(s.type(), to);
      case Result.HostNamed s -> visit(s.type(), to);
      case Result.Nothing s -> {}
      case Result.Ends s -> {}
      case Result.Numeric s -> {}
      case Result.AtMost s -> visit(s.highest(), to);
      case Result.Memory s -> {}
      case Result.MemoryOf s -> visit(s.size(), to);
      case Result.HostObject s -> {}
      case Result.InAddressSpace s -> {}
      case Result.View s -> {}
    }
  }

  static void visit(Invocation invocation, Consumer<Subject> to) {
    invocation.token().ifPresent(s -> visit(s, to));
    invocation.atMost().ifPresent(s -> visit(s, to));
    invocation.entering().forEach(e -> visit(e, to));
    for (var argument : invocation.arguments()) {
      switch (argument) {
        case Invocation.Unknown a -> {}
        case Invocation.Host a -> {}
        case Invocation.Slot a -> {}
        case Invocation.Passed a -> visit(a.parameter(), to);
        case Invocation.Element a -> visit(a.container(), to);
        case Invocation.Removed a -> visit(a.container(), to);
        case Invocation.Handed a -> visit(a.object(), to);
        case Invocation.Map a -> visit(a.map(), to);
        case Invocation.Key a -> visit(a.map(), to);
        case Invocation.Value a -> visit(a.map(), to);
      }
    }
  }
}
