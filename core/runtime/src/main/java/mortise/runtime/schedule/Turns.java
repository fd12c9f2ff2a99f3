package mortise.runtime.schedule;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// The threads of a round's CPUs, one of which runs at a time: the one whose turn it is.
final class Turns {
  static final int NOBODY = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Thread[] threads;
  private volatile int turn = NOBODY;
  private volatile boolean over;

  /// Ends a CPU's run.
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("the schedule is over", null, false, false);
    }
  }

  /// @param body what a CPU does
  Turns(int cpus, IntConsumer body) {
    threads = new Thread[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      int number = cpu;
      threads[cpu] = Thread.ofVirtual().name("cpu-" + cpu).unstarted(() -> body.accept(number));
    }
  }

  /// Lets all CPUs run; gives when they have come to their ends.
  ///
  /// @param stuck called if the CPU whose turn it is cannot go on: not the machine's doing
  void run(Runnable stuck) {
    for (var thread : threads) {
      thread.start();
    }
    for (var thread : threads) {
      join(thread, stuck);
    }
  }

  private void join(Thread thread, Runnable stuck) {
    boolean interrupted = false;
    boolean wasBlocked = false;
    while (true) {
      try {
        if (thread.join(PATIENCE)) {
          break;
        }
        int now = turn;
        boolean blocked = now >= 0 && threads[now].getState() == Thread.State.BLOCKED;
        if (blocked && wasBlocked && !over) {
          stuck.run();
        }
        wasBlocked = blocked;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isOver() {
    return over;
  }

  /// It is nobody's turn any more.
  void end() {
    over = true;
    for (var thread : threads) {
      LockSupport.unpark(thread);
    }
  }

  /// @param next who goes on; NOBODY if everybody is done
  void handOver(int next) {
    if (next == NOBODY) {
      over = true;
    } else if (turn != next) {
      turn = next;
      LockSupport.unpark(threads[next]);
    }
  }

  /// Returns when it is the CPU's turn.
  ///
  /// @throws Stop if it is over
  void await(int cpu) {
    while (turn != cpu && !over) {
      LockSupport.park(this);
    }
    if (over) {
      throw new Stop();
    }
  }
}
