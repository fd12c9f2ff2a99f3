package example.seal;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// The runtime half. A seal is two words of four bytes: whether it is closed, and how often it was.
final class Seals implements FieldLifecycle {
  private static final int WORD = 4;
  private static final int TIMES = 4;
  private static final long OPEN = 0x6f70656e; // "open"
  private static final long CLOSED = 0x73687574; // "shut"

  /// Closes the seal and tells how often it has been closed.
  static long close(Call call) {
    var machine = call.machine();
    long seal = call.argument(0);
    if (machine.exchange(seal, WORD, CLOSED) == OPEN) {
      machine.getAndAdd(seal + TIMES, WORD, 1);
    }
    return machine.load(seal + TIMES, WORD);
  }

  static long open(Call call) {
    call.machine().store(call.argument(0), WORD, OPEN);
    return 0;
  }

  static long isClosed(Call call) {
    return isClosed(call.machine(), call.argument(0)) ? 1 : 0;
  }

  private static boolean isClosed(Machine machine, long seal) {
    return machine.load(seal, WORD) == CLOSED;
  }

  /// Asked before an object is linked. No verified program gets past the verifier with an open
  /// seal; should one, its run ends here.
  static void linking(Machine machine, long... subjects) {
    var object = machine.place(subjects[0]);
    var seal = object.type().field(SealFamily.SEAL);
    if (seal.isPresent() && !isClosed(machine, object.start() + seal.get().offset())) {
      throw new MemoryFault(subjects[0], "an object is linked whose seal is open");
    }
  }

  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.store(address, WORD, OPEN);
    machine.store(address + TIMES, WORD, 0);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    // Nothing to give back.
  }
}
