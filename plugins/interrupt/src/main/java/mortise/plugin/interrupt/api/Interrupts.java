package mortise.plugin.interrupt.api;

import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.runtime.Machine;

/// Saved interrupt flags, and the regions in which interrupts or preemption are off.
public final class Interrupts {
  /// Which functions saved flags.
  public enum Saver {
    NATIVE,
    LOCK
  }

  /// Between saving and restoring; its token is the saved flags.
  ///
  /// Source: linux `active_irq_id`.
  public static final SectionKind IRQ =
      SectionKind.permissive("local_irq_save", 150, InterruptRules.IRQ_HELD);

  /// Between `bpf_preempt_disable` and `bpf_preempt_enable`; nests.
  ///
  /// Source: linux `active_preempt_locks`.
  public static final SectionKind PREEMPTION =
      SectionKind.permissive("preempt_disable", 170, InterruptRules.PREEMPTION_HELD);

  /// Flags in a stack slot.
  ///
  /// Source: linux `STACK_IRQ_FLAG`.
  public static final SlotKind FLAGS =
      SlotKind.token(
          "irq_flag",
          8,
          InterruptRules.NOT_ON_STACK,
          InterruptRules.IN_USE,
          InterruptRules.NOT_SAVED);

  private static final Facet<Saver> SAVED_BY =
      Facet.onIdentity("interrupt.saved-by", Saver.class, Saver.NATIVE);

  private static final String DEPTH = "interrupts off";

  private Interrupts() {}

  /// What happens when flags are saved.
  public static Effect[] saved(Parameter flags, Saver by) {
    return new Effect[] {
      Effect.createSlot(flags), Effect.enter(IRQ, flags), Effect.set(flags, SAVED_BY, by)
    };
  }

  /// Asks that such a function saved the flags, and that nothing was saved after them.
  public static void requireSaved(FunctionBuilder function, Parameter flags, Saver by) {
    function
        .requires(
            by == Saver.NATIVE ? InterruptRules.SAVED_BY_LOCK : InterruptRules.SAVED_BY_NATIVE,
            flags.is(SAVED_BY, by))
        .requires(InterruptRules.OUT_OF_ORDER, flags.isInnermost(IRQ));
  }

  /// What happens when flags are restored.
  public static Effect[] restored(Parameter flags) {
    return new Effect[] {Effect.leave(IRQ, flags), Effect.destroySlot(flags)};
  }

  /// The runtime half of saving: interrupts are off one level deeper, and the flags say how deep
  /// they were.
  public static void save(Machine machine, long flags) {
    long before = machine.keep(DEPTH, 0);
    machine.keep(DEPTH, before + 1);
    machine.store(flags, before);
  }

  /// The runtime half of restoring.
  ///
  /// @throws IllegalStateException if the flags were not the last that were saved
  public static void restore(Machine machine, long flags) {
    long before = machine.load(flags);
    long now = machine.keep(DEPTH, before);
    if (now != before + 1) {
      throw new IllegalStateException(
          "interrupts are off %d levels deep, and flags are restored that were saved at level %d"
              .formatted(now, before));
    }
  }
}
