package mortise.plugin.task;

import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.TypeView;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// An object of the kernel's as far as it is simulated: its members where the kernel's types put
/// them, zeros but for those that somebody sets, and behind them a count of those who hold it.
///
/// @param size with the count
record Simulated(String name, long size) implements TypeView {
  private static final int WORD = 4;
  private static final int UNKNOWN_SIZE = 64;
  private static final FieldKind HOLDERS =
      FieldKind.struct("bpf_host_count", WORD, WORD).lifecycle(new Holders()).build();

  /// A count that begins with one.
  private static final class Holders implements FieldLifecycle {
    @Override
    public void initialise(Machine machine, long address, SpecialField field) {
      machine.store(address, WORD, 1);
    }

    @Override
    public void destroy(Machine machine, long address, SpecialField field) {
      // Nothing to give back.
    }

    @Override
    public boolean isLast(Machine machine, long address, SpecialField field) {
      return machine.getAndAdd(address, WORD, -1) == 1;
    }

    @Override
    public boolean hasReaders() {
      return true;
    }
  }

  /// An object of that struct, as large as the kernel's types say.
  static Simulated of(Machine machine, String struct) {
    long size = machine.hostSize(struct).orElse(UNKNOWN_SIZE);
    return new Simulated(struct, (size + 7) / 8 * 8 + 8);
  }

  @Override
  public List<SpecialField> fields() {
    return List.of(new SpecialField(HOLDERS, (int) size - 8, Optional.empty(), 0));
  }

  /// A new object that somebody holds; zeros. `back` is called once it is gone. 0 if there is no
  /// memory.
  static long create(Machine machine, String struct, Runnable back) {
    var type = of(machine, struct);
    long object = machine.allocateRaw(type, back);
    if (object != 0) {
      machine.fill(object, type.size(), (byte) 0);
      machine.store(object + type.size() - 8, WORD, 1);
    }
    return object;
  }

  /// An object that is there as long as the machine.
  static long keep(Machine machine, String struct) {
    var type = of(machine, struct);
    long object = machine.keep(type);
    machine.store(object + type.size() - 8, WORD, 1);
    return object;
  }

  /// One more holds the object. Gives the object, or 0 if nobody held it any more.
  static long acquire(Machine machine, long object) {
    var place = machine.place(object);
    if (!(place.type() instanceof Simulated)) {
      throw new MemoryFault(
          object, "a '%s' is no object of the kernel's".formatted(place.type().name()));
    }
    long count = place.start() + place.type().size() - 8;
    while (true) {
      long now = machine.load(count, WORD);
      if (now == 0) {
        return 0;
      }
      if (machine.compareAndExchange(count, WORD, now, now + 1) == now) {
        return object;
      }
    }
  }

  /// Sets a member, where the kernel's types know it.
  static void set(Machine machine, long object, String member, int bytes, long value) {
    var struct = machine.place(object).type().name();
    machine
        .hostOffset(struct, member)
        .ifPresent(offset -> machine.store(object + offset, bytes, value));
  }
}
