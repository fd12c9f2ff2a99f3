package mortise.plugin.iterator;

import mortise.spi.runtime.Call;

/// The runtime halves: two numbers of 4 bytes, the one that was given last and the one that ends.
///
/// Source: linux `bpf_iter_num_new`, `bpf_iter_num_next` (6.18).
final class Numbers {
  static final int BYTES = 8;

  private static final int SIZE = 4;
  private static final long MOST = 8 << 20;
  private static final long TOO_MANY = -7;
  private static final long INVALID = -22;

  private Numbers() {}

  static long create(Call call) {
    var machine = call.machine();
    long iterator = call.argument(0);
    int start = (int) call.argument(1);
    int end = (int) call.argument(2);
    machine.fill(iterator, 2 * SIZE, (byte) 0);
    if (start > end) {
      return INVALID;
    }
    if ((long) end - start > MOST) {
      return TOO_MANY;
    }
    machine.store(iterator, SIZE, start - 1L);
    machine.store(iterator + SIZE, SIZE, end);
    return 0;
  }

  static long next(Call call) {
    var machine = call.machine();
    long iterator = call.argument(0);
    // The one before the least number wraps around, and so does the way back.
    int next = (int) machine.load(iterator, SIZE) + 1;
    if (next >= (int) machine.load(iterator + SIZE, SIZE)) {
      machine.fill(iterator, 2 * SIZE, (byte) 0);
      return 0;
    }
    machine.store(iterator, SIZE, next);
    return iterator;
  }

  static long destroy(Call call) {
    call.machine().fill(call.argument(0), 2 * SIZE, (byte) 0);
    return 0;
  }
}
