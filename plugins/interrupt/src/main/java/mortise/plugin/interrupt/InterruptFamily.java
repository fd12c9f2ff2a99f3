package mortise.plugin.interrupt;

import static mortise.spi.Condition.inside;

import mortise.plugin.interrupt.api.InterruptRules;
import mortise.plugin.interrupt.api.Interrupts;
import mortise.plugin.interrupt.api.Interrupts.Saver;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;
import mortise.spi.runtime.Call;

/// Preemption and interrupts switched off and on, as mainline has them.
///
/// Source: linux `process_irq_flag`, `check_kfunc_call` (6.18).
public final class InterruptFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("interrupt", "linux", "1.0.0", "[0.1,0.2)");
  private static final String PREEMPTION = "preemption off";

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.sleepless(Interrupts.PREEMPTION, "non-preemptible region");
    in.sleepless(Interrupts.IRQ, "IRQ-disabled region");
    in.function("bpf_preempt_disable")
        .effects(Effect.enter(Interrupts.PREEMPTION))
        .returns(Result.nothing())
        .prototype("void bpf_preempt_disable(void)")
        .documentation("Keeps the program on its CPU, undisturbed by other programs; nests.")
        .runs(InterruptFamily::disable);
    in.function("bpf_preempt_enable")
        .requires(InterruptRules.UNMATCHED_ENABLE, inside(Interrupts.PREEMPTION))
        .effects(Effect.leave(Interrupts.PREEMPTION))
        .returns(Result.nothing())
        .prototype("void bpf_preempt_enable(void)")
        .documentation("Undoes one `bpf_preempt_disable`.")
        .runs(InterruptFamily::enable);
    save(in);
    restore(in);
  }

  private static void save(Declarations in) {
    var function =
        in.function("bpf_local_irq_save")
            .prototype("void bpf_local_irq_save(unsigned long *flags)")
            .documentation("Switches interrupts off, and saves how they were.");
    var flags = function.slot("flags", Interrupts.FLAGS, false);
    function
        .effects(Interrupts.saved(flags, Saver.NATIVE))
        .returns(Result.nothing())
        .runs(
            call -> {
              Interrupts.save(call.machine(), call.argument(0));
              return 0;
            });
  }

  private static void restore(Declarations in) {
    var function =
        in.function("bpf_local_irq_restore")
            .prototype("void bpf_local_irq_restore(unsigned long *flags)")
            .documentation("Puts interrupts back as they were when the flags were saved.");
    var flags = function.slot("flags", Interrupts.FLAGS, true);
    Interrupts.requireSaved(function, flags, Saver.NATIVE);
    function
        .effects(Interrupts.restored(flags))
        .returns(Result.nothing())
        .runs(
            call -> {
              Interrupts.restore(call.machine(), call.argument(0));
              return 0;
            });
  }

  private static long disable(Call call) {
    var machine = call.machine();
    machine.keep(PREEMPTION, machine.keep(PREEMPTION, 0) + 1);
    return 0;
  }

  private static long enable(Call call) {
    var machine = call.machine();
    long before = machine.keep(PREEMPTION, 0);
    if (before == 0) {
      throw new IllegalStateException("preemption is enabled where nobody disabled it");
    }
    machine.keep(PREEMPTION, before - 1);
    return 0;
  }
}
