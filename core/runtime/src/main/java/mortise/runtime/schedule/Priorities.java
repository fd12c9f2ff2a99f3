package mortise.runtime.schedule;

import java.util.SplittableRandom;

/// Random priorities that change at a few random moments: the CPU with the highest goes on as long
/// as it can.
///
/// A failure that `d` ordering constraints bring about (its depth) is found by one such schedule of
/// `n` CPUs with at most `k` operations with a probability of at least 1 / (n·k^(d-1)).
///
/// Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic
/// Guarantees of Finding Bugs" (2010).
final class Priorities implements Strategy {
  private final int[] priorities;
  private final int[] changes;
  private final boolean starts;
  private int operation;

  /// @param depth d, at least 1
  /// @param length k
  Priorities(long seed, int cpus, int depth, int length, boolean starts) {
    this.starts = starts;
    var random = new SplittableRandom(seed);
    priorities = new int[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      int other = random.nextInt(cpu + 1);
      priorities[cpu] = priorities[other];
      priorities[other] = depth + cpu;
    }
    changes = new int[depth - 1];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = random.nextInt(Math.max(1, length));
    }
  }

  @Override
  public boolean startsCount() {
    return starts;
  }

  @Override
  public boolean isPoint(int site) {
    return true;
  }

  @Override
  public void begins(int cpu) {
    for (int i = 0; i < changes.length; i++) {
      if (changes[i] == operation) {
        priorities[cpu] = changes.length - i;
      }
    }
    operation++;
  }

  @Override
  public int choose(int last, int able, Happened happened) {
    int best = Integer.numberOfTrailingZeros(able);
    for (int rest = able; rest != 0; rest &= rest - 1) {
      int cpu = Integer.numberOfTrailingZeros(rest);
      if (priorities[cpu] > priorities[best]) {
        best = cpu;
      }
    }
    return best;
  }
}
