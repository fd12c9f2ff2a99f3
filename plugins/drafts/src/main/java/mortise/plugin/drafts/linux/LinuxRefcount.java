package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxRefcountRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.LayoutConstraint;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Target;

/// Objects with several owners (section 5), and what sharing adds to non-owning references (6).
///
/// Unlike 6.18, a pointer that lost its RCU section is refused (5.5).
final class LinuxRefcount implements HelperFamily {
  static final FieldKind REFCOUNT = FieldKind.struct("bpf_refcount", 4, 4).build();

  @Override
  public FamilyInfo info() {
    return Kernel.family("refcount");
  }

  @Override
  public void declare(Declarations in) {
    in.field(REFCOUNT);
    in.layout(
        new LayoutConstraint(
            TWO_NODES, List.of(LinuxList.NODE, LinuxRbtree.NODE), List.of(REFCOUNT)));
    in.alsoQualified(REFCOUNT, Pointers.NON_OWNING, Pointers.RCU);
    acquire(in, "bpf_refcount_acquire_impl", true);
    if (Kernel.is7(in)) {
      acquire(in, "bpf_refcount_acquire", false);
    }
  }

  private static void acquire(Declarations in, String name, boolean hidden) {
    var f = in.function(name).callableFrom(Kernel.objectPrograms()).allowedIn(LinuxLock.sections());
    var object = f.parameter("p", new Parameter.TrustedOr(Pointers.RCU));
    f.requires(NOT_AN_OBJECT, object.pointsTo(Target.OBJECT.anyhow()))
        .requires(NO_REFCOUNT, object.hasField(REFCOUNT));
    if (hidden) {
      f.ignored("meta");
    }
    f.returns(
            Result.copyOf(object)
                .acquired()
                .orNullUnless(all(object.isReferenced(), not(object.has(Pointers.NON_OWNING)))))
        .prototype("void *" + name + (hidden ? "(void *object, void *meta)" : "(void *object)"))
        .documentation(
            "Another reference to the object; null where the object may be going already.");
  }
}
