package mortise.plugin.refcount;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// The runtime half of mainline's counts: how many owners an object has. 0 once the last has let
/// go; from there nobody gets a reference any more. From [#MOST] on nobody counts: such objects
/// stay for ever.
///
/// Source: linux `bpf_refcount_acquire_impl`, `__bpf_obj_drop_impl`, `refcount_t` (6.18).
final class Owners implements FieldLifecycle {
  static final int SIZE = 4;

  /// The most owners that are counted.
  static final long MOST = Integer.MAX_VALUE;

  // Far from the numbers that mean something, so that those who are about to notice cannot get
  // there.
  private static final long SATURATED = 0xc000_0000L;

  /// As in the kernel, the pointer that is passed comes back, and the count is looked for behind it
  /// as far as it lies behind the start of the object.
  static long acquire(Call call) {
    var machine = call.machine();
    long object = call.argument(0);
    var type = machine.place(object).type();
    var count =
        type.field(LinuxRefcount.COUNT)
            .orElseThrow(() -> new MemoryFault(object, type.name() + " counts no owners"));
    return increment(machine, object + count.offset()) ? object : 0;
  }

  /// Counts one more unless there are none.
  static boolean increment(Machine machine, long count) {
    for (long now = machine.load(count, SIZE); now != 0; now = machine.load(count, SIZE)) {
      if (now >= MOST) {
        machine.store(count, SIZE, SATURATED);
        return true;
      }
      if (machine.compareAndExchange(count, SIZE, now, now + 1) == now) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.store(address, SIZE, 1);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    // Nothing to give back.
  }

  /// Counts one less.
  @Override
  public boolean isLast(Machine machine, long address, SpecialField field) {
    long was = machine.getAndAdd(address, SIZE, -1);
    if (was >= MOST || was == 0) {
      machine.store(address, SIZE, SATURATED);
      return false;
    }
    return was == 1;
  }

  /// Borrowed pointers may still lead to an object that the last owner has let go.
  @Override
  public boolean hasReaders() {
    return true;
  }
}
