package mortise.plugin.map;

import java.util.Comparator;
import mortise.spi.TypeView;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory.Spec;

/// The memory of one map's values: each is an allocation of its own, so that special fields know
/// what they are in.
record Values(Machine machine, Spec spec) {
  private static final int ALIGNMENT = 8;

  /// A new value, zeroed, its special fields initialised; 0 if there is no memory.
  long create() {
    return hasFields()
        ? machine.allocate(spec.value())
        : machine.allocate(
            Math.ceilDiv(spec.valueSize(), ALIGNMENT) * (long) ALIGNMENT,
            "value of " + spec.name());
  }

  /// Whether there is more to a value than its bytes.
  boolean hasFields() {
    return !spec.value().fields().isEmpty();
  }

  /// Copies all but the special fields.
  void copy(long from, long to) {
    long done = 0;
    for (var field : fields()) {
      move(from, to, done, field.offset());
      done = Math.max(done, field.end());
    }
    move(from, to, done, spec.valueSize());
  }

  /// Zeroes all but the special fields.
  void clear(long value) {
    long done = 0;
    for (var field : fields()) {
      zero(value, done, field.offset());
      done = Math.max(done, field.end());
    }
    zero(value, done, spec.valueSize());
  }

  private void zero(long value, long start, long end) {
    if (end > start) {
      machine.fill(value + start, end - start, (byte) 0);
    }
  }

  private void move(long from, long to, long start, long end) {
    if (end > start) {
      machine.copy(from + start, to + start, end - start);
    }
  }

  private Iterable<TypeView.SpecialField> fields() {
    return spec.value().fields().stream()
        .sorted(Comparator.comparingInt(TypeView.SpecialField::offset))
        .toList();
  }
}
