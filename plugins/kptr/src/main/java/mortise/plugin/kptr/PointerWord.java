package mortise.plugin.kptr;

import mortise.plugin.ownership.proposal.Events;
import mortise.spi.HostType;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime half: a word with the address of the object that the field owns, 0 for none.
final class PointerWord {
  private static final int SIZE = 8;

  /// What is held when the holder goes is dropped.
  static final FieldLifecycle LIFECYCLE =
      new FieldLifecycle() {
        @Override
        public void initialise(Machine machine, long address, SpecialField field) {
          machine.store(address, 0);
        }

        @Override
        public void destroy(Machine machine, long address, SpecialField field) {
          long held = machine.exchange(address, SIZE, 0);
          if (held != 0) {
            drop(machine, held, field);
          }
        }
      };

  private PointerWord() {}

  private static void drop(Machine machine, long held, SpecialField field) {
    field
        .element()
        .flatMap(TypeView::host)
        .flatMap(HostType::destructor)
        .ifPresentOrElse(d -> d.release(machine, held), () -> machine.drop(held));
  }

  /// What lies in a field may be found by readers, and be dropped by whoever takes it out.
  static long swap(Call call) {
    var machine = call.machine();
    long field = call.argument(0);
    long object = call.argument(1);
    if (object != 0 && !isHost(machine, field)) {
      machine.published(object);
    }
    return machine.exchange(field, SIZE, object);
  }

  private static boolean isHost(Machine machine, long address) {
    var place = machine.place(address);
    return place
        .type()
        .fieldAt(address - place.start())
        .flatMap(SpecialField::element)
        .flatMap(TypeView::host)
        .isPresent();
  }

  static long end(Call call) {
    return call.machine().exchange(call.argument(0), SIZE, 0);
  }

  /// A field of a map that was released takes nothing more that a program would have to end.
  static long exchange(Call call) {
    var machine = call.machine();
    long field = call.argument(0);
    long object = call.argument(1);
    if (object == 0) {
      return machine.exchange(field, SIZE, 0);
    }
    if (endsByProgram(machine.place(object).type()) && machine.isReleased(field)) {
      return object;
    }
    machine.before(Events.ESCAPING, object);
    machine.before(Events.RELEASING, object);
    return machine.exchange(field, SIZE, object);
  }

  private static boolean endsByProgram(TypeView type) {
    return type.fields().stream().anyMatch(field -> field.function().isPresent());
  }
}
