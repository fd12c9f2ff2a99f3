package mortise.plugin.rcu;

import mortise.plugin.ownership.proposal.Counts;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Memory;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// The runtime halves: reading, and ending what others may read.
final class Readers {
  private static final int CALLBACK = 8;

  /// An rcu head says that its object has readers, and what ends it when they are gone.
  static final FieldLifecycle HEAD =
      new FieldLifecycle() {
        @Override
        public void initialise(Machine machine, long address, SpecialField field) {
          machine.fill(address, field.kind().size(), (byte) 0);
        }

        @Override
        public void destroy(Machine machine, long address, SpecialField field) {
          // Nothing to give back.
        }

        @Override
        public boolean hasReaders() {
          return true;
        }
      };

  private Readers() {}

  static long enter(Call call) {
    call.machine().enterReader();
    return 0;
  }

  static long leave(Call call) {
    call.machine().leaveReader();
    return 0;
  }

  /// Loads once: should the count have come to 0 since, there is nothing to get.
  static long get(Call call) {
    var machine = call.machine();
    long object = machine.load(call.argument(0));
    return object != 0 && Counts.getUnlessZero(machine, object) ? object : 0;
  }

  static long endByCallback(Call call) {
    var machine = call.machine();
    long object = call.argument(0);
    Counts.end(machine, object);
    machine.store(Memory.field(machine, object, Facts.RCU_HEAD) + CALLBACK, call.argument(1));
    call.later(call.argument(1), object);
    return 0;
  }

  static long endByDestructor(Call call) {
    var machine = call.machine();
    long object = call.argument(0);
    if (machine.place(object).type().fields().stream().allMatch(f -> f.function().isEmpty())) {
      throw new MemoryFault(0, "the destructor that is called is none");
    }
    Counts.end(machine, object);
    machine.end(object);
    return 0;
  }
}
