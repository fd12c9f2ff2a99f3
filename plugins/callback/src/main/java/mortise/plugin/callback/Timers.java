package mortise.plugin.callback;

import java.util.Optional;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Alarm;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;

/// The runtime halves of timers. A timer is two words: the callback; and a count of starts, whether
/// it is running, whether it was initialised. The machine has no clock for it: it expires as soon
/// as it can.
///
/// Source: linux `bpf_timer_init`, `bpf_timer_start`, `bpf_timer_cancel` (6.18).
final class Timers {
  private static final int STATE = 8;
  private static final long INITIALISED = 1;
  private static final long RUNNING = 2;
  private static final long START = 4;
  private static final int KEY_SIZE = 8;

  private static final long BUSY = -16;
  private static final long INVALID = -22;

  // CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME.
  private static final long CLOCKS = 1 << 0 | 1 << 1 | 1 << 7;
  private static final long MOST_CLOCKS = 16;

  // BPF_F_TIMER_ABS, BPF_F_TIMER_CPU_PIN.
  private static final long START_FLAGS = 3;

  /// A timer whose value goes does not expire.
  static final FieldLifecycle LIFECYCLE =
      new FieldLifecycle() {
        @Override
        public void initialise(Machine machine, long address, SpecialField field) {
          machine.fill(address, field.kind().size(), (byte) 0);
        }

        @Override
        public void destroy(Machine machine, long address, SpecialField field) {
          machine.exchange(address + STATE, 8, 0);
        }
      };

  private Timers() {}

  static long initialise(Call call) {
    long flags = call.argument(2);
    if (flags < 0 || flags >= MOST_CLOCKS || (CLOCKS >>> flags & 1) == 0) {
      return INVALID;
    }
    return call.machine().compareAndExchange(call.argument(0) + STATE, 8, 0, INITIALISED) == 0
        ? 0
        : BUSY;
  }

  static long setCallback(Call call) {
    var machine = call.machine();
    if (machine.load(call.argument(0) + STATE) == 0) {
      return INVALID;
    }
    machine.exchange(call.argument(0), 8, call.argument(1));
    return 0;
  }

  static long start(Call call) {
    var machine = call.machine();
    long timer = call.argument(0);
    if ((call.argument(2) & ~START_FLAGS) != 0) {
      return INVALID;
    }
    long callback = machine.load(timer);
    for (long old = machine.load(timer + STATE); ; ) {
      if (old == 0 || callback == 0) {
        return INVALID;
      }
      long started = (old & -START) + START | RUNNING | INITIALISED;
      long found = machine.compareAndExchange(timer + STATE, 8, old, started);
      if (found == old) {
        machine.alarm(callback, new Expiry(machine, timer, started), "timer");
        return 0;
      }
      old = found;
    }
  }

  static long cancel(Call call) {
    var machine = call.machine();
    long timer = call.argument(0);
    for (long old = machine.load(timer + STATE); ; ) {
      if (old == 0) {
        return INVALID;
      }
      long found = machine.compareAndExchange(timer + STATE, 8, old, old & ~RUNNING);
      if (found == old) {
        machine.exchange(timer, 8, 0);
        return (old & RUNNING) != 0 ? 1 : 0;
      }
      old = found;
    }
  }

  /// One start of a timer, which may have been cancelled, started anew or gone since.
  private static final class Expiry implements Alarm {
    private final Machine machine;
    private final long timer;
    private final long started;
    private long copy;

    Expiry(Machine machine, long timer, long started) {
      this.machine = machine;
      this.timer = timer;
      this.started = started;
    }

    @Override
    public Optional<long[]> begin() {
      try {
        if (machine.isReleased(timer)
            || machine.compareAndExchange(timer + STATE, 8, started, started & ~RUNNING)
                != started) {
          return Optional.empty();
        }
        return arguments(machine.place(timer).start());
      } catch (MemoryFault gone) {
        return Optional.empty();
      }
    }

    private Optional<long[]> arguments(long value) {
      var map = machine.mapOf(value);
      return map.flatMap(
          found -> {
            long index = 0;
            for (var entry : found.entries()) {
              if (entry.value() == value) {
                return Optional.of(new long[] {machine.addressOf(found), key(entry, index), value});
              }
              index++;
            }
            return Optional.empty();
          });
    }

    /// Where keys are indices, a copy.
    private long key(MapInstance.Entry entry, long index) {
      if (entry.key() != 0) {
        return entry.key();
      }
      copy = machine.allocate(KEY_SIZE, "key");
      if (copy != 0) {
        machine.store(copy, index);
      }
      return copy;
    }

    @Override
    public void done() {
      if (copy != 0) {
        machine.free(copy);
      }
    }
  }
}
