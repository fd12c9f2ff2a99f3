package mortise.runtime;

import java.util.function.BooleanSupplier;

/// Decides when a CPU may go on. All methods are called on the thread of that CPU, which goes on
/// when they return; an exception ends the run with it.
public interface Scheduler {
  /// Before every operation that another CPU can notice; loads and stores of the CPU's own stack
  /// are none. A call of a helper or kfunc is one operation, and [#reaching] says where else it may
  /// be interrupted.
  void before(int cpu, VisibleOperation operation);

  /// The CPU waits for the condition, which does not hold now. When this returns the condition is
  /// looked at again.
  ///
  /// @param what for whoever looks at a machine that waits for ever
  void blocked(int cpu, BooleanSupplier condition, String what);

  /// The CPU is about to look whether the condition that it waits for holds.
  default void asking(int cpu) {}

  /// A function that the CPU calls is about to access memory.
  default void reaching(int cpu) {}

  /// A function accesses memory: not the program's own loads and stores, which [#before] announced,
  /// and not the CPU's own stack.
  ///
  /// @param cpu whose call it is; -1 for what happens after a grace period
  default void touched(int cpu, long address, long size, boolean write) {}

  /// A function frees the object that starts at `start`.
  ///
  /// @param cpu as for [#touched]
  default void freed(int cpu, long start) {}

  /// A function that the CPU calls uses the map that programs name by `address`: what it keeps
  /// outside of the machine's memory may be read and changed.
  default void used(int cpu, long address) {}

  /// The CPU becomes a reader or ceases to be one, or it puts something off to the end of a grace
  /// period, or waits for that.
  ///
  /// @param waits whether it is the latter
  default void readers(int cpu, boolean waits) {}

  /// Something that waited for a grace period may happen now; the CPU is the one whose run was the
  /// last of the readers that it waited for. A scheduler that gives true will run `action` as a
  /// step of its own, on a thread that is in no run; otherwise it runs before this CPU's run is
  /// [#finished].
  ///
  /// @param what for whoever looks at a schedule
  default boolean gracePeriodOver(int cpu, String what, Runnable action) {
    return false;
  }

  /// The CPU starts a run.
  default void started(int cpu) {}

  /// The CPU's run is over, with a result or a fault.
  default void finished(int cpu) {}
}
