package mortise.plugin.allocator;

import java.util.List;
import mortise.spi.TypeView;
import mortise.spi.runtime.Call;

/// The runtime half of objects that every CPU has a copy of: the copies lie side by side, and the
/// pointer to the whole leads to the first.
final class PercpuObjects {
  /// How many CPUs a machine may have.
  static final int CPUS = 16;

  /// All copies of one object.
  private record Copies(TypeView of) implements TypeView {
    @Override
    public String name() {
      return of.name();
    }

    @Override
    public long size() {
      return CPUS * stride(of.size());
    }

    @Override
    public List<SpecialField> fields() {
      return List.of();
    }
  }

  private PercpuObjects() {}

  private static long stride(long size) {
    return (size + 7) & ~7;
  }

  static long allocate(Call call) {
    var machine = call.machine();
    long object = machine.allocate(new Copies(machine.localType(call.argument(0))));
    if (object != 0) {
      machine.fill(object, machine.place(object).type().size(), (byte) 0);
    }
    return object;
  }

  static long here(Call call) {
    return copy(call, Math.floorMod(call.machine().cpu(), CPUS));
  }

  static long on(Call call) {
    long cpu = call.argument(1) & 0xffff_ffffL;
    return cpu < CPUS ? copy(call, cpu) : 0;
  }

  private static long copy(Call call, long cpu) {
    long object = call.argument(0);
    return object + cpu * (call.machine().place(object).type().size() / CPUS);
  }
}
