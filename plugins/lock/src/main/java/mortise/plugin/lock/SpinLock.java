package mortise.plugin.lock;

import mortise.spi.EventKind;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.Machine;

/// The runtime half: a word that is 1 while the lock is held.
final class SpinLock {
  static final int SIZE = 4;
  static final int FREE = 0;
  private static final int HELD = 1;

  private SpinLock() {}

  static long lock(Call call) {
    lock(call.machine(), call.argument(0), "bpf_spin_lock");
    return 0;
  }

  static long lockNode(Call call) {
    lock(call.machine(), call.argument(0), "bpf_node_lock");
    return 0;
  }

  private static void lock(Machine machine, long lock, String what) {
    while (machine.compareAndExchange(lock, SIZE, FREE, HELD) != FREE) {
      machine.await(() -> machine.load(lock, SIZE) == FREE, what);
    }
  }

  static long unlock(Call call) {
    unlock(call.machine(), call.argument(0));
    return 0;
  }

  /// Unlocks, and has everybody told before.
  static Implementation unlockTelling(EventKind event) {
    return call -> {
      call.machine().before(event, call.argument(0));
      return unlock(call);
    };
  }

  private static void unlock(Machine machine, long lock) {
    machine.exchange(lock, SIZE, FREE);
  }

  /// Born free; the machine takes it for what it does itself.
  static final FieldLifecycle LIFECYCLE =
      new FieldLifecycle() {
        @Override
        public void initialise(Machine machine, long address, SpecialField field) {
          machine.store(address, SIZE, FREE);
        }

        @Override
        public void destroy(Machine machine, long address, SpecialField field) {
          // Nothing to give back.
        }

        @Override
        public void enter(Machine machine, long address, SpecialField field) {
          lock(machine, address, "a lock of a map that is released");
        }

        @Override
        public void leave(Machine machine, long address, SpecialField field) {
          unlock(machine, address);
        }
      };
}
