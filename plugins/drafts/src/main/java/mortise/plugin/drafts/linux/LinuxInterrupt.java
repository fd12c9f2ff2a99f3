package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxInterruptRules.*;
import static mortise.spi.Condition.inside;

import java.util.Optional;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;

/// Preemption and interrupts switched off and on (sections 7.6 and 11.5).
final class LinuxInterrupt implements HelperFamily {
  /// Which functions saved the flags; `NOBODY` can be restored by nobody.
  enum Saver {
    NOBODY("no"),
    NATIVE("native"),
    LOCK("lock");

    private final String word;

    Saver(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  static final SectionKind IRQ = SectionKind.permissive("local_irq_save", 150, IRQ_HELD);
  static final SectionKind PREEMPTION =
      SectionKind.permissive("preempt_disable", 170, PREEMPTION_HELD);
  static final SlotKind FLAGS =
      new SlotKind("irq_flag", 8, NOT_ON_STACK, IN_USE, NOT_SAVED, Optional.empty());
  static final Facet<Saver> SAVED_BY =
      Facet.onIdentity("interrupt.saved-by", Saver.class, Saver.NOBODY);

  @Override
  public FamilyInfo info() {
    return Kernel.family("interrupt");
  }

  @Override
  public void declare(Declarations in) {
    in.sleepless(PREEMPTION, "non-preemptible region");
    in.sleepless(IRQ, "IRQ-disabled region");
    in.function("bpf_preempt_disable")
        .effects(Effect.enter(PREEMPTION))
        .returns(Result.nothing())
        .prototype("void bpf_preempt_disable(void)")
        .documentation("Keeps the program on its CPU, undisturbed; nests.");
    in.function("bpf_preempt_enable")
        .requires(UNMATCHED_ENABLE, inside(PREEMPTION))
        .effects(Effect.leave(PREEMPTION))
        .returns(Result.nothing())
        .prototype("void bpf_preempt_enable(void)")
        .documentation("Undoes one `bpf_preempt_disable`.");
    save(in);
    restore(in);
  }

  private static void save(Declarations in) {
    var f = in.function("bpf_local_irq_save");
    var flags = f.slot("flags", FLAGS, false);
    f.effects(
            Effect.createSlot(flags),
            Effect.enter(IRQ, flags),
            Effect.set(flags, SAVED_BY, Saver.NATIVE))
        .returns(Result.nothing())
        .prototype("void bpf_local_irq_save(unsigned long *flags)")
        .documentation("Switches interrupts off and saves how they were.");
  }

  private static void restore(Declarations in) {
    var f = in.function("bpf_local_irq_restore");
    var flags = f.slot("flags", FLAGS, true);
    requireSaved(f, flags, Saver.NATIVE);
    f.effects(Effect.leave(IRQ, flags), Effect.destroySlot(flags))
        .returns(Result.nothing())
        .prototype("void bpf_local_irq_restore(unsigned long *flags)")
        .documentation("Puts interrupts back as they were.");
  }

  /// That the flags were saved by such a function, and last.
  static void requireSaved(FunctionBuilder f, Parameter flags, Saver by) {
    f.requires(OTHER_CLASS, flags.is(SAVED_BY, by)).requires(OUT_OF_ORDER, flags.isInnermost(IRQ));
  }
}
