package mortise.plugin.ownership.proposal;

import mortise.spi.FieldKind;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// Where things are in objects.
public final class Memory {
  private Memory() {}

  /// The address of the field of the kind in the object that an address lies in; 0 if there is
  /// none.
  public static long field(Machine machine, long address, FieldKind kind) {
    var place = machine.place(address);
    var field = place.type().field(kind);
    return field.isPresent() ? place.start() + field.get().offset() : 0;
  }

  /// The runtime half of a constructor: the field that the first argument points to begins as its
  /// kind is born.
  public static long construct(Call call) {
    var machine = call.machine();
    long address = call.argument(0);
    var place = machine.place(address);
    place
        .type()
        .fieldAt(address - place.start())
        .ifPresent(field -> field.kind().lifecycle().initialise(machine, address, field));
    return 0;
  }

  /// Gives the memory of an object back of which no field is left. Where owner fields of others may
  /// still have led to it a moment ago, readers that follow them find a count of 0 until they are
  /// gone.
  public static void release(Machine machine, long object) {
    var type = machine.place(object).type();
    if (type.fields().stream().anyMatch(Memory::isLedTo)) {
      Counts.end(machine, object);
      machine.afterGracePeriod(() -> machine.release(object), "memory of " + type.name());
    } else {
      machine.release(object);
    }
  }

  /// Whether it is a container of objects with owner fields.
  private static boolean isLedTo(SpecialField container) {
    return container.kind().is(Facts.CONTAINER)
        && container.element().filter(e -> remembers(e, container.elementOffset())).isPresent();
  }

  private static boolean remembers(TypeView element, int node) {
    return element.fields().stream()
        .anyMatch(field -> field.kind().is(Facts.OWNER) && field.elementOffset() == node);
  }
}
