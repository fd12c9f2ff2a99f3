package mortise.plugin.rcu;

import mortise.plugin.ownership.proposal.Counts;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime halves: reading, and ending what others may read.
final class Readers {
  /// An rcu head says that its object has readers; the machine keeps what it would keep there.
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
    long object = call.argument(0);
    Counts.end(call.machine(), object);
    call.later(call.argument(1), object);
    return 0;
  }

  static long endByDestructor(Call call) {
    long object = call.argument(0);
    Counts.end(call.machine(), object);
    call.machine().end(object);
    return 0;
  }
}
