package mortise.plugin.task;

import java.util.HashMap;
import java.util.Map;
import mortise.spi.runtime.Machine;

/// Objects of one struct that programs find by their numbers; they are there as long as somebody
/// holds them.
final class Numbered {
  /// Makes a new object what its number says.
  @FunctionalInterface
  interface Setup {
    void set(Machine machine, long object, long number);
  }

  private final String struct;
  private final Setup setup;
  private final Map<Long, Long> objects = new HashMap<>();

  Numbered(String struct, Setup setup) {
    this.struct = struct;
    this.setup = setup;
  }

  /// A reference to the object with that number; 0 if there is no memory.
  synchronized long find(Machine machine, long number) {
    var known = objects.get(number);
    long found = known == null ? 0 : Simulated.acquire(machine, known);
    if (found != 0) {
      return found;
    }
    var address = new long[1];
    long object = Simulated.create(machine, struct, () -> forget(number, address[0]));
    if (object != 0) {
      address[0] = object;
      objects.put(number, object);
      setup.set(machine, object, number);
    }
    return object;
  }

  private synchronized void forget(long number, long object) {
    objects.remove(number, object);
  }
}
