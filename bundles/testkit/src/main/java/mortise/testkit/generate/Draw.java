package mortise.testkit.generate;

import java.util.List;
import java.util.SplittableRandom;

/// Random choices of one generated program; the same seed always gives the same.
public final class Draw {
  private static final long[] LIMITS = {
    0,
    1,
    -1,
    2,
    -2,
    0x7f,
    0x80,
    0xff,
    0x100,
    -0x80,
    -0x81,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fff_fffeL,
    0x7fff_ffffL,
    0x8000_0000L,
    0x8000_0001L,
    0xffff_fffeL,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    0x1_8000_0000L,
    -0x8000_0000L,
    -0x8000_0001L,
    -0xffff_ffffL,
    -0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    0xffff_ffff_0000_0000L,
    0x7fff_ffff_ffff_0000L,
    0x8000_0000_7fff_ffffL
  };
  private final SplittableRandom random;

  public Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /// 0 to `bound` - 1.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// `from` to `to`, both included.
  public long between(long from, long to) {
    return to == Long.MAX_VALUE ? random.nextLong(from - 1, to) + 1 : random.nextLong(from, to + 1);
  }

  /// True in so many of a hundred cases.
  public boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /// One of several, each as likely.
  ///
  /// @throws IllegalArgumentException if there is none
  public <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /// One of several, each as likely.
  @SafeVarargs
  public final <T> T pick(T... some) {
    return some[random.nextInt(some.length)];
  }

  /// A number at the limits of some width, near one, or any.
  public long number() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> LIMITS[random.nextInt(LIMITS.length)];
      case 3 -> LIMITS[random.nextInt(LIMITS.length)] + random.nextInt(5) - 2;
      case 4 -> 1L << random.nextInt(64);
      case 5 -> (1L << random.nextInt(64)) - 1;
      case 6 -> random.nextInt(256) - 64;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  /// As [#number], in 32 bits.
  public int immediate() {
    return (int) number();
  }

  /// Another source of choices that depends on this one.
  long seed() {
    return random.nextLong();
  }
}
