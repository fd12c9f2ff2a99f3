package example.seal;

import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;

/// Seals: a field that an object is closed with once it is complete, and that must be closed before
/// the object is put on a list.
///
/// Lists know nothing of it. They announce that an object is about to be linked
/// ([Ownership#LINKING]), and this family has a say in that, as a rule and while programs run.
public final class SealFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("seal", "linux", "1.0.0", "[0.1,0.2)");

  static final FieldKind SEAL =
      FieldKind.struct("mx_seal", 8, 4)
          .unique()
          .places(FieldKind.Place.OBJECT)
          .lifecycle(new Seals())
          .build();

  private static final Facet<Seal> STATE = Facet.onIdentity("seal.state", Seal.class, Seal.UNKNOWN);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(SEAL);
    close(in);
    open(in);
    isClosed(in);
    in.on(Ownership.LINKING)
        .requires(
            SealRules.OPEN_OBJECT_LINKED,
            Condition.implies(
                Ownership.OBJECT.hasField(SEAL), Ownership.OBJECT.is(STATE, Seal.CLOSED)))
        .before(Seals::linking);
    in.header(
        """
        /* family seal */
        struct mx_seal { __u32 opaque[2]; } __attribute__((aligned(4)));
        """);
  }

  private static void close(Declarations in) {
    var function =
        function(in, "mx_seal_close", "__u32 mx_seal_close(struct mx_seal *seal)")
            .documentation("Closes the seal and tells how often that has been done.");
    var seal = seal(function);
    function
        .requires(SealRules.ALREADY_CLOSED, seal.is(STATE, Seal.UNKNOWN, Seal.OPEN))
        .effects(Effect.set(seal, STATE, Seal.CLOSED))
        .returns(Result.scalar())
        .runs(Seals::close);
  }

  private static void open(Declarations in) {
    var function =
        function(in, "mx_seal_open", "int mx_seal_open(struct mx_seal *seal)")
            .documentation("Opens the seal: the object is about to change.");
    var seal = seal(function);
    function
        .effects(Effect.set(seal, STATE, Seal.OPEN))
        .returns(Result.scalar(0, 0))
        .runs(Seals::open);
  }

  private static void isClosed(Declarations in) {
    var function =
        function(in, "mx_seal_is_closed", "int mx_seal_is_closed(struct mx_seal *seal)")
            .documentation("1 if the seal is closed, 0 if it is open; known in each branch.");
    var seal = seal(function);
    function
        .outcome(
            Outcome.of("closed", Result.scalar(1, 1), Effect.set(seal, STATE, Seal.CLOSED))
                .possibleIf(seal.is(STATE, Seal.UNKNOWN, Seal.CLOSED)))
        .outcome(
            Outcome.of("open", Result.scalar(0, 0), Effect.set(seal, STATE, Seal.OPEN))
                .possibleIf(seal.is(STATE, Seal.UNKNOWN, Seal.OPEN)))
        .runs(Seals::isClosed);
  }

  private static FunctionBuilder function(Declarations in, String name, String prototype) {
    return in.function(name).prototype(prototype).allowedIn(Locks.HELD);
  }

  private static Parameter seal(FunctionBuilder function) {
    var seal = function.pointer("seal");
    function
        .requires(SealRules.EXPECTS_OBJECT, seal.pointsTo(Target.OBJECT))
        .requires(StandardRules.NOT_REFERENCED, seal.isReferenced())
        .requires(SealRules.NOT_FOUND, Condition.all(seal.hasConstantOffset(), seal.isField(SEAL)));
    return seal;
  }
}
