package mortise.plugin.task;

import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// Sets of CPUs. There are 64 CPUs; the bits of sets for more stay zero.
final class Cpumasks {
  private static final int CPUS = 64;

  private Cpumasks() {}

  static long create(Call call) {
    return Simulated.create(call.machine(), CpumaskFamily.OWN, () -> {});
  }

  static long acquire(Call call) {
    return Simulated.acquire(call.machine(), call.argument(0));
  }

  static long release(Call call) {
    call.machine().drop(call.argument(0));
    return 0;
  }

  private static long bits(Call call, int index) {
    return call.machine().load(call.argument(index));
  }

  private static long number(boolean condition) {
    return condition ? 1 : 0;
  }

  static long first(Call call) {
    return Long.numberOfTrailingZeros(bits(call, 0));
  }

  static long firstZero(Call call) {
    return Long.numberOfTrailingZeros(~bits(call, 0));
  }

  static long firstAnd(Call call) {
    return Long.numberOfTrailingZeros(bits(call, 0) & bits(call, 1));
  }

  static long weight(Call call) {
    return Long.bitCount(bits(call, 0));
  }

  static long empty(Call call) {
    return number(bits(call, 0) == 0);
  }

  static long full(Call call) {
    return number(bits(call, 0) == -1);
  }

  static long equal(Call call) {
    return number(bits(call, 0) == bits(call, 1));
  }

  static long intersects(Call call) {
    return number((bits(call, 0) & bits(call, 1)) != 0);
  }

  static long subset(Call call) {
    return number((bits(call, 0) & ~bits(call, 1)) == 0);
  }

  private static long bit(Call call) {
    long cpu = call.argument(0) & 0xffff_ffffL;
    return cpu < CPUS ? 1L << cpu : 0;
  }

  static long test(Call call) {
    return number((bits(call, 1) & bit(call)) != 0);
  }

  /// Puts a CPU in or takes it out; whether it was in.
  static long change(Call call, boolean in) {
    Machine machine = call.machine();
    long mask = call.argument(1);
    long bit = bit(call);
    while (true) {
      long was = machine.load(mask);
      if (machine.compareAndExchange(mask, 8, was, in ? was | bit : was & ~bit) == was) {
        return number((was & bit) != 0);
      }
    }
  }

  static long fill(Call call, boolean all) {
    call.machine().store(call.argument(0), all ? -1 : 0);
    return 0;
  }

  static long combine(Call call, String how) {
    long left = bits(call, 1);
    long right = bits(call, 2);
    long both =
        switch (how) {
          case "bpf_cpumask_and" -> left & right;
          case "bpf_cpumask_or" -> left | right;
          default -> left ^ right;
        };
    call.machine().store(call.argument(0), both);
    return number(both != 0);
  }

  static long copy(Call call) {
    call.machine().store(call.argument(0), bits(call, 1));
    return 0;
  }
}
