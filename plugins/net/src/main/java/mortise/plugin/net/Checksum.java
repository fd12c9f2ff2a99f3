package mortise.plugin.net;

import mortise.spi.runtime.Machine;

/// Ones' complement sums.
///
/// Source: linux `bpf_csum_diff`, `csum_partial`, `csum_from32to16` (6.18).
final class Checksum {
  private static final int INVALID = -22;

  private Checksum() {}

  /// The sum of `seed` and what is at `to`, less what is at `from`; folded to 16 bits.
  static long difference(
      Machine machine, long from, long fromSize, long to, long toSize, long seed) {
    if (((fromSize | toSize) & 3) != 0) {
      return INVALID;
    }
    int sum = add((int) seed, sum(machine, to, toSize));
    return fold(fromSize == 0 ? sum : add(sum, ~sum(machine, from, fromSize)));
  }

  private static int sum(Machine machine, long address, long size) {
    int sum = 0;
    for (long offset = 0; offset < size; offset += 4) {
      sum = add(sum, (int) machine.load(address + offset, 4));
    }
    return sum;
  }

  private static int add(int left, int right) {
    int sum = left + right;
    return Integer.compareUnsigned(sum, left) < 0 ? sum + 1 : sum;
  }

  private static long fold(int sum) {
    int folded = (sum + Integer.rotateLeft(sum, 16)) >>> 16;
    return folded;
  }
}
