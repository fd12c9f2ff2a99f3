package mortise.plugin.callback;

import mortise.spi.runtime.Call;

/// The runtime halves.
///
/// Source: linux `bpf_loop`, `bpf_for_each_map_elem` (6.18).
final class Loops {
  private static final long MOST = 8 << 20;
  private static final long TOO_MANY = -7;
  private static final long INVALID = -22;
  private static final int KEY_SIZE = 8;

  private Loops() {}

  /// Gives how often it called back.
  static long loop(Call call) {
    long count = call.argument(0) & 0xffff_ffffL;
    if (call.argument(3) != 0) {
      return INVALID;
    }
    if (count > MOST) {
      return TOO_MANY;
    }
    for (long i = 0; i < count; i++) {
      if (call.invoke(call.argument(1), i, call.argument(2)) != 0) {
        return i + 1;
      }
    }
    return count;
  }

  /// Gives for how many elements it called back.
  static long forEachElement(Call call) {
    if (call.argument(3) != 0) {
      return INVALID;
    }
    var machine = call.machine();
    var map = machine.map(call.argument(0));
    long index = 0;
    for (var entry : map.entries()) {
      long key = entry.key() == 0 ? machine.allocate(KEY_SIZE, "key") : entry.key();
      try {
        if (entry.key() == 0 && key != 0) {
          machine.store(key, index);
        }
        index++;
        if (key == 0
            || call.invoke(call.argument(1), call.argument(0), key, entry.value(), call.argument(2))
                != 0) {
          break;
        }
      } finally {
        if (entry.key() == 0 && key != 0) {
          machine.free(key);
        }
      }
    }
    return index;
  }
}
