package mortise.runtime;

import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mortise.spi.runtime.Machine;
import org.jspecify.annotations.Nullable;

/// The part of a machine that knows which CPU the current thread is, who decides when CPUs may go
/// on, and how they wait.
abstract class CpuMachine implements Machine {
  private static final ScopedValue<Current> CPU = ScopedValue.newInstance();
  private static final Current NOBODY = new Current(null);
  private static final int SPINS = 200;
  private static final long LONGEST_PARK = 100_000;

  private final AtomicLong cpus = new AtomicLong();
  private volatile boolean closing;
  private final Waiting waiting = new Waiting();

  // Whom to tell what functions touch; null while no run has a scheduler.
  private @Nullable Scheduler scheduler;

  /// From now on the scheduler is told what functions touch that run under one.
  void tell(Scheduler value) {
    scheduler = value;
  }

  /// A function has touched memory.
  void touched(long address, long size, boolean write) {
    if (scheduler != null) {
      report(address, size, write);
    }
  }

  private void report(long address, long size, boolean write) {
    var cpu = current();
    if (cpu == null || !cpu.isOwnStack(address)) {
      tell((s, number) -> s.touched(number, address, size, write));
    }
  }

  /// A function is about to access memory, or what is as good as memory; before that, another CPU
  /// may go on.
  void reaching(long address) {
    if (scheduler == null) {
      return;
    }
    var cpu = current();
    if (cpu != null && cpu.slot >= 0 && !cpu.isOwnStack(address)) {
      cpu.execution.scheduler().ifPresent(s -> cpu.guarded(() -> s.reaching(cpu.execution.cpu())));
    }
  }

  /// Who decides when a CPU may go on, if anybody does.
  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  void tell(BiConsumer<Scheduler, Integer> what) {
    var known = scheduler;
    if (known == null) {
      return;
    }
    var cpu = current();
    if (cpu == null) {
      what.accept(known, -1);
    } else {
      cpu.execution.scheduler().ifPresent(s -> what.accept(s, cpu.execution.cpu()));
    }
  }

  long newCpu() {
    return cpus.incrementAndGet();
  }

  @Override
  public long run() {
    var cpu = current();
    return cpu == null ? 0 : cpu.number;
  }

  @Override
  public int cpu() {
    var cpu = current();
    return cpu == null ? 0 : cpu.execution.cpu();
  }

  @Override
  public long nanoseconds() {
    var cpu = scheduled();
    return cpu == null ? System.nanoTime() : cpu.ticks();
  }

  @Override
  public long random() {
    var cpu = scheduled();
    return cpu == null
        ? ThreadLocalRandom.current().nextLong()
        : new SplittableRandom(((long) cpu.execution.cpu() << 32) | cpu.ticks()).nextLong();
  }

  private @Nullable Cpu scheduled() {
    var cpu = current();
    return cpu == null || cpu.execution.scheduler().isEmpty() ? null : cpu;
  }

  /// Which CPU the thread is; null for none.
  private record Current(@Nullable Cpu cpu) {}

  /// Ends all runs at the next opportunity.
  void stop() {
    closing = true;
  }

  /// No runs are left; callbacks may run.
  void stopped() {
    closing = false;
  }

  /// The CPU that the current thread is; null outside of runs on this machine.
  @Nullable Cpu current() {
    if (!CPU.isBound()) {
      return null;
    }
    var cpu = CPU.get().cpu();
    return cpu != null && cpu.machine.equals(this) ? cpu : null;
  }

  /// Does something as a CPU.
  <T> T as(Cpu cpu, Supplier<T> action) {
    return ScopedValue.where(CPU, new Current(cpu)).call(action::get);
  }

  /// Ends the run if somebody wants it to end.
  void poll() {
    if (closing) {
      throw new RunInterrupted("the instance is being closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new RunInterrupted("the thread was interrupted");
    }
  }

  /// Does something as nobody's run.
  void outside(Runnable action) {
    if (current() == null) {
      action.run();
    } else {
      ScopedValue.where(CPU, NOBODY).run(action);
    }
  }

  @Override
  public void await(BooleanSupplier condition, String what) {
    var cpu = current();
    var scheduler = cpu == null ? null : cpu.execution.scheduler().orElse(null);
    if (cpu != null && scheduler != null) {
      cpu.await(scheduler, condition, what);
      return;
    }
    long pause = 0;
    for (long i = 0; !condition.getAsBoolean(); i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      poll();
      pause = Math.min(LONGEST_PARK, pause + 1_000);
      LockSupport.parkNanos(this, pause);
    }
  }

  @Override
  public int await(BooleanSupplier condition, LongSupplier holder, String what) {
    long run = run();
    if (run == 0) {
      await(condition, what);
      return 0;
    }
    waiting.wait(run, holder);
    try {
      while (true) {
        if (condition.getAsBoolean()) {
          return 0;
        }
        int circle = waiting.circle(run);
        if (circle > 0) {
          return circle;
        }
        await(() -> condition.getAsBoolean() || waiting.circle(run) > 0, what);
      }
    } finally {
      waiting.goOn(run);
    }
  }

  @Override
  public long keep(String name, long value) {
    var cpu = current();
    if (cpu == null) {
      throw new IllegalStateException("no run keeps numbers");
    }
    return cpu.keep(name, value);
  }
}
