package mortise.plugin.map;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mortise.spi.runtime.Machine;

/// The memory of what a hash has under one key: a value, or one for every CPU.
sealed interface Cell {
  /// The address of the value that the CPU which asks has here; 0 if there is no memory for it.
  long here();

  /// The cell is for a new key, whose value on this CPU will be copied into it: on the others it is
  /// zeros.
  default void begin() {}

  /// Empties what is left of the last key's special fields.
  void renew();

  void free();

  /// One value for all CPUs.
  record Shared(Machine machine, long here) implements Cell {
    @Override
    public void renew() {
      machine.renew(here);
    }

    @Override
    public void free() {
      machine.free(here);
    }
  }

  /// A value for every CPU, made when the CPU first asks.
  ///
  /// Source: linux `pcpu_init_value` (6.18).
  record PerCpu(Machine machine, Values values, Map<Integer, Long> addresses) implements Cell {
    PerCpu(Machine machine, Values values, long first) {
      this(machine, values, new ConcurrentHashMap<>(Map.of(machine.cpu(), first)));
    }

    @Override
    public long here() {
      Long address =
          addresses.computeIfAbsent(
              machine.cpu(),
              absent -> {
                long created = values.create();
                return created == 0 ? null : created;
              });
      return address == null ? 0 : address;
    }

    @Override
    public void begin() {
      addresses.values().forEach(values::clear);
    }

    @Override
    public void renew() {
      addresses.values().forEach(machine::renew);
    }

    @Override
    public void free() {
      addresses.values().forEach(machine::free);
      addresses.clear();
    }
  }
}
