package example.device;

import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime half: what the host has of a device, its number at 0 and how many own it at 8.
///
/// The type is the host's: no program has it. Its count is a field of it like any other, so whoever
/// lets go of a device that was left in a map knows whether it was the last.
final class Device implements TypeView {
  static final String NAME = "mx_device";
  private static final int COUNT = 8;
  private static final int WORD = 4;
  private static final int SIZE = 16;
  private static final FieldKind OWNERS =
      FieldKind.struct("mx_device_owners", WORD, WORD)
          .shaped(new Shape.Count(0, WORD))
          .lifecycle(new Owners())
          .build();
  private static final Device TYPE = new Device();

  private Device() {}

  /// A count of owners, which begins with one.
  private static final class Owners implements FieldLifecycle {
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
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public List<SpecialField> fields() {
    return List.of(new SpecialField(OWNERS, COUNT, Optional.empty(), 0));
  }

  static long open(Call call) {
    long device = call.machine().allocate(TYPE);
    if (device != 0) {
      call.machine().store(device, call.argument(0));
    }
    return device;
  }

  static long get(Call call) {
    call.machine().getAndAdd(call.argument(0) + COUNT, WORD, call.argument(1));
    return 0;
  }

  static long put(Call call) {
    call.machine().drop(call.argument(0));
    return 0;
  }

  static long number(Call call) {
    return call.machine().load(call.argument(0));
  }
}
