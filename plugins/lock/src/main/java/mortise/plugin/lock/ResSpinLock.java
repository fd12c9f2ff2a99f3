package mortise.plugin.lock;

import mortise.spi.runtime.Machine;

/// The runtime half of resilient locks: a word that says which run holds the lock.
///
/// Where the kernel looks for deadlocks every millisecond and gives up after a quarter of a second,
/// the machine knows who waits for whom: a circle of two is found at once, and a longer one, which
/// the kernel does not see, is a wait that times out.
///
/// Source: linux `resilient_queued_spin_lock_slowpath`, `check_deadlock` (6.18).
final class ResSpinLock {
  private static final int SIZE = 4;
  private static final int FREE = 0;
  private static final int EDEADLK = 35;
  private static final int ETIMEDOUT = 110;

  private ResSpinLock() {}

  static long lock(Machine machine, long lock) {
    long run = machine.run();
    while (machine.compareAndExchange(lock, SIZE, FREE, run) != FREE) {
      int circle =
          machine.await(
              () -> machine.load(lock, SIZE) == FREE,
              () -> machine.load(lock, SIZE),
              "bpf_res_spin_lock");
      if (circle > 0) {
        return circle > 2 ? -ETIMEDOUT : -EDEADLK;
      }
    }
    return 0;
  }

  static void unlock(Machine machine, long lock) {
    machine.exchange(lock, SIZE, FREE);
  }
}
