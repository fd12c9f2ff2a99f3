package mortise.plugin.lock;

import mortise.spi.runtime.Call;

/// The runtime half: a word that is 1 while the lock is held.
final class SpinLock {
  private static final int FREE = 0;
  private static final int HELD = 1;

  private SpinLock() {}

  static long lock(Call call) {
    var machine = call.machine();
    long lock = call.argument(0);
    while (machine.compareAndExchange(lock, 4, FREE, HELD) != FREE) {
      machine.await(() -> machine.load(lock, 4) == FREE, "bpf_spin_lock");
    }
    return 0;
  }

  static long unlock(Call call) {
    call.machine().exchange(call.argument(0), 4, FREE);
    return 0;
  }
}
