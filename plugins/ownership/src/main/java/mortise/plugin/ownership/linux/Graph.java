package mortise.plugin.ownership.linux;

import java.util.List;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.StandardRules;
import mortise.spi.Subject;
import mortise.spi.Target;
import mortise.spi.Transform;

/// Mainline's collections: a container beside its lock, objects linked by their nodes. Adding gives
/// the object away and leaves a borrowed pointer, which ends with the lock section.
///
/// @param locked the sections in which some lock is held
public record Graph(
    GraphRules rules, FieldKind container, FieldKind node, List<SectionKind> locked) {
  /// What lists link objects by.
  public static final FieldKind LIST_NODE = FieldKind.general("list node");

  /// What trees link objects by.
  public static final FieldKind TREE_NODE = FieldKind.general("tree node");

  /// A node that is in some collection already: what was given for it is dropped.
  private static final Movement.Refusal REFUSED =
      new Movement.Refusal(-NodeOwner.EINVAL, -NodeOwner.EINVAL, true);

  public Graph {
    locked = List.copyOf(locked);
  }

  /// Declares the fields and what holds of them everywhere.
  public void declare(Declarations in) {
    in.field(node);
    in.field(container);
    in.forbid(container, rules.tracing(), "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
    in.limitOwnership(Mainline.ownership(in));
    for (var section : locked) {
      in.ending(section, Ownership.BORROWED, Transform.toScalar());
    }
  }

  public FunctionBuilder function(Declarations in, String name) {
    return in.function(name)
        .callableFrom(Mainline.objectPrograms())
        .allowedIn(locked.toArray(SectionKind[]::new));
  }

  /// A container whose lock is held.
  ///
  /// Source: linux `__process_kf_arg_ptr_to_graph_root` (6.18).
  public Parameter container(FunctionBuilder f, String name) {
    var holder = f.pointer(name);
    f.requires(rules.expectsContainer(), holder.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(
            StandardRules.NOT_REFERENCED,
            Condition.implies(holder.pointsTo(Target.OBJECT), holder.isReferenced()))
        .requires(rules.containerOffset(), holder.hasConstantOffset())
        .requires(rules.containerNotFound(), holder.isField(container))
        .requires(rules.otherLockHeld(), Condition.implies(someLockIsHeld(), holder.isGuarded()))
        .requires(rules.lockNotHeld(), holder.isGuarded());
    return holder;
  }

  private Condition someLockIsHeld() {
    return Condition.any(locked.stream().map(Condition::inside).toArray(Condition[]::new));
  }

  /// A node that the program owns.
  public Parameter owned(FunctionBuilder f, String name, Parameter holder) {
    var given = f.pointer(name);
    f.requires(OwnershipRules.EXPECTS_OBJECT, given.pointsTo(Target.OBJECT))
        .requires(StandardRules.NOT_REFERENCED, given.isReferenced());
    place(f, given, holder);
    return given;
  }

  /// It is a node, and the one by which the container links its objects.
  ///
  /// Source: linux `__process_kf_arg_ptr_to_graph_node` (6.18).
  public void place(FunctionBuilder f, Parameter given, Parameter holder) {
    f.requires(rules.nodeOffset(), given.hasConstantOffset())
        .requires(rules.nodeNotFound(), given.isField(node))
        .requires(rules.wrongType(), holder.holdsTypeOf(given))
        .requires(rules.wrongMember(), holder.holdsMemberOf(given));
  }

  /// The object is given to the container; every pointer that owned it borrows it until unlock.
  ///
  /// Source: linux `ref_convert_owning_non_owning` (6.18).
  public void gives(FunctionBuilder f, Parameter given, Parameter holder, Movement.Into movement) {
    f.announces(Ownership.LINKING, given, holder)
        .effects(Effect.giveAway(given, Ownership.BORROWED))
        .moves(movement.refusedWith(REFUSED))
        .returns(Result.scalar());
  }

  /// The answer is an object that leaves the container, owned by the program, or null.
  public void takes(FunctionBuilder f, Parameter holder, Place place) {
    f.announces(Ownership.TAKING, holder)
        .moves(Movement.outOf(Subject.result(), holder, place))
        .returns(Result.elementOf(holder).acquired().orNull());
  }

  /// The answer is an object that stays in the container, borrowed until unlock, or null.
  public void looks(FunctionBuilder f, Parameter holder, Place place) {
    f.moves(Movement.in(Subject.result(), holder, place))
        .returns(Result.elementOf(holder).orNull().qualified(Ownership.BORROWED));
  }
}
