package mortise.plugin.refcount;

import static mortise.plugin.refcount.LinuxRefcountRules.*;

import java.util.List;
import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.linux.Graph;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.LayoutConstraint;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Shape;
import mortise.spi.Target;

/// Objects with several owners as mainline has them: each collection, each pointer in a map and
/// each reference of a program counts one.
///
/// Source: linux `bpf_refcount_acquire_impl` (6.18).
public final class LinuxRefcount implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("refcount", "linux", "1.0.0", "[0.1,0.2)");

  static final FieldKind COUNT =
      FieldKind.struct("bpf_refcount", 4, 4)
          .lifecycle(new Owners())
          .shaped(new Shape.Count(0, Owners.SIZE))
          .build();

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(COUNT);
    in.alsoQualified(COUNT, Ownership.BORROWED, Ownership.RCU);
    in.layout(
        new LayoutConstraint(
            NODES_OF_TWO_KINDS, List.of(Graph.LIST_NODE, Graph.TREE_NODE), List.of(COUNT)));
    acquire(in, "bpf_refcount_acquire_impl", true);
    if (Mainline.is7(in)) {
      acquire(in, "bpf_refcount_acquire", false);
    }
    in.header(
        """
        /* family refcount */
        struct bpf_refcount { __u32 opaque; } __attribute__((aligned(4)));
        """);
    if (!Mainline.is7(in)) {
      in.header(
          """
          #define bpf_refcount_acquire(object) \\
            ((__typeof__(object))bpf_refcount_acquire_impl(object, (void *)0))
          """);
    }
  }

  /// @param hidden whether programs pass the argument that only the kernel needs
  private static void acquire(Declarations in, String name, boolean hidden) {
    var f =
        in.function(name)
            .callableFrom(Mainline.objectPrograms())
            .allowedIn(Locks.sections().toArray(SectionKind[]::new));
    var object = f.notNull("object");
    // What owns need not be checked. Linux 6.18 says so of RCU pointers to objects without nodes
    // too,
    // whose last owner may have let go.
    var certain = Condition.not(object.has(Ownership.BORROWED));
    if (Mainline.closesHoles(in)) {
      f.requires(
              SHIFTED,
              Condition.implies(object.pointsTo(Target.OBJECT.anyhow()), object.isAtStart()))
          .requires(UNTRUSTED, Condition.not(object.has(Ownership.OUTLIVED)));
      certain = Condition.all(certain, object.isReferenced());
    }
    // What was never protected is no object of the program's to any kernel.
    f.requires(
            NOT_AN_OBJECT,
            Condition.all(
                object.pointsTo(Target.OBJECT.anyhow()),
                Condition.implies(object.has(Ownership.UNTRUSTED), object.has(Ownership.OUTLIVED))))
        .requires(NOT_COUNTED, object.hasField(COUNT));
    var prototype = "void *%s(void *object".formatted(name);
    if (hidden) {
      f.ignored("meta");
      prototype += ", void *meta";
    }
    f.returns(Result.copyOf(object).acquired().orNullUnless(certain))
        .prototype(prototype + ")")
        .documentation(
            "One more reference to the object. Through a borrowed pointer it may fail: NULL if"
                + " the last owner has let go.")
        .runs(Owners::acquire);
  }
}
