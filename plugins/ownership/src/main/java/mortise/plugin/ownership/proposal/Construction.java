package mortise.plugin.ownership.proposal;

import static mortise.plugin.ownership.proposal.ConstructionRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.implies;

import mortise.plugin.ownership.proposal.Facts.Publication;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Movement;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Constructors and destructors of special fields (§3), as every family declares its own.
public final class Construction {
  public static Condition singleWhereLive(Subject object) {
    return implies(Facts.live(object), all(object.owes(0, 1), Facts.onlyOwner(object)));
  }

  /// Types with an rcu head that were ever published end in their callback.
  public static Condition mayEnd(Subject object) {
    return implies(
        all(Facts.live(object), object.hasField(Facts.RCU_HEAD)),
        object.is(Facts.PUBLICATION, Publication.PRIVATE));
  }

  /// A constructor without parameters: makes one field of an object under construction.
  public static void constructor(Declarations in, String name, FieldKind kind) {
    constructor(in, name, kind, kind);
  }

  /// The same for any sort of the kind, which look like `shown` in C.
  public static void constructor(Declarations in, String name, FieldKind kind, FieldKind shown) {
    var f = in.function(name);
    var field = constructed(f, 0, kind);
    f.effects(Facts.construct(field))
        .returns(Result.nothing())
        .moves(Movement.begins(field))
        .runs(Memory::construct)
        .prototype("void %s(%s *field)".formatted(name, type(shown)))
        .documentation("Constructs the field.");
  }

  /// The first parameter of a constructor.
  public static Parameter constructed(FunctionBuilder f, FieldKind kind) {
    return constructed(f, 0, kind);
  }

  /// The first parameter of a step of a constructor, which needs that many steps done. The effect
  /// of every step but the last is [Facts#step], that of the last [Facts#construct].
  public static Parameter constructed(FunctionBuilder f, int steps, FieldKind kind) {
    var field = field(f, kind);
    f.requires(
        steps == 0 ? NOT_CONSTRUCTING : WRONG_STEP,
        field.passes(
            Facts.LIFECYCLE,
            steps == 0 ? "not constructed yet" : "in need of this step",
            (state, type, offset) -> state.canConstruct(offset, steps)));
    return field;
  }

  /// The first parameter of a destructor, which ends the life of a Live object.
  public static Parameter destructed(FunctionBuilder f, FieldKind kind) {
    var field = field(f, kind);
    f.requires(
            NOT_DESTRUCTIBLE,
            field.passes(
                Facts.LIFECYCLE,
                "not destructed yet",
                (state, type, offset) -> state.canDestruct(offset)))
        .requires(SHARED, singleWhereLive(field))
        .requires(PUBLISHED_RCU, mayEnd(field))
        .effects(
            Effect.when(Facts.live(field), Effect.announce(Events.ENDING, field)),
            Facts.destruct(field));
    return field;
  }

  private static Parameter field(FunctionBuilder f, FieldKind kind) {
    var field = f.pointer("field");
    f.requires(NOT_OWNED, Facts.owned(field)).requires(NOT_THE_FIELD, field.isField(kind));
    return field;
  }

  public static String type(FieldKind kind) {
    return kind.form() == FieldKind.Form.STRUCT ? "struct " + kind.name() : "void";
  }

  private Construction() {}
}
