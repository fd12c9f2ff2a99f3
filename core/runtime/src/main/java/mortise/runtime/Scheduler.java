package mortise.runtime;

import java.util.function.BooleanSupplier;

/// Decides when a CPU may go on. All methods are called on the thread of that CPU, which goes on
/// when they return; an exception ends the run with it.
public interface Scheduler {
  /// Before every operation that another CPU can notice; loads and stores of the CPU's own stack
  /// are none. A call of a helper or kfunc is one operation: it is not interrupted, except where it
  /// waits.
  void before(int cpu, VisibleOperation operation);

  /// The CPU waits for the condition, which does not hold now. When this returns the condition is
  /// looked at again.
  ///
  /// @param what for whoever looks at a machine that waits for ever
  void blocked(int cpu, BooleanSupplier condition, String what);

  /// Something that waited for a grace period may happen now; the CPU is the one whose run was the
  /// last of the readers that it waited for. A scheduler that gives true will run `action` as a
  /// step of its own, on a thread that is in no run; otherwise it runs before this CPU's run is
  /// [#finished].
  ///
  /// @param what for whoever looks at a schedule
  default boolean gracePeriodOver(int cpu, String what, Runnable action) {
    return false;
  }

  /// The CPU is about to look whether the condition that it waits for holds.
  default void asking(int cpu) {}

  /// A function that the CPU calls touches memory: not the program's own loads and stores, which
  /// [#before] announced, and not the CPU's own stack.
  default void touched(int cpu, long address, long size, boolean write) {}

  /// A function that the CPU calls frees the object that starts at `start`.
  default void freed(int cpu, long start) {}

  /// A function that the CPU calls uses the map that programs name by `address`: what it keeps
  /// outside of the machine's memory may be read and changed.
  default void used(int cpu, long address) {}

  /// The CPU starts a run.
  default void started(int cpu) {}

  /// The CPU's run is over, with a result or a fault.
  default void finished(int cpu) {}
}
