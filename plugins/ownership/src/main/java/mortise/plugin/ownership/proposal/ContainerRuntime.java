package mortise.plugin.ownership.proposal;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime halves that containers of all kinds share: who is told of what, which pointers
/// programs get, what becomes of what is left.
public record ContainerRuntime(Structure structure) implements FieldLifecycle {
  /// Puts a node into a container, as `link` does it, and has everybody told.
  public void add(Machine machine, long node, long container, Runnable link) {
    machine.before(Events.LINKING, node, container);
    link.run();
    machine.after(Events.LINKING, node, container);
  }

  long remove(Call call) {
    long node = call.argument(0);
    unlink(call.machine(), call.argument(1), node);
    return object(call.machine(), node);
  }

  private void unlink(Machine machine, long container, long node) {
    structure.unlink(machine, container, node);
    machine.after(Events.UNLINKED, node, container);
  }

  long popFirst(Call call) {
    return pop(call, structure.first(call.machine(), call.argument(0)));
  }

  long popLast(Call call) {
    return pop(call, structure.last(call.machine(), call.argument(0)));
  }

  private long pop(Call call, long node) {
    if (node != 0) {
      unlink(call.machine(), call.argument(0), node);
    }
    return object(call.machine(), node);
  }

  long first(Call call) {
    return object(call.machine(), structure.first(call.machine(), call.argument(0)));
  }

  long last(Call call) {
    return object(call.machine(), structure.last(call.machine(), call.argument(0)));
  }

  long isEmpty(Call call) {
    return structure.first(call.machine(), call.argument(0)) == 0 ? 1 : 0;
  }

  /// The object that a node is in; 0 for none.
  public static long object(Machine machine, long node) {
    return node == 0 ? 0 : machine.place(node).start();
  }

  /// Gives how many objects there were until the callback returned 1.
  long forEach(Call call) {
    var machine = call.machine();
    long container = call.argument(0);
    long callback = call.argument(1);
    long context = call.argument(2);
    long count = 0;
    long next;
    for (long node = structure.first(machine, container); node != 0; node = next) {
      // The callback may take this one out, and no other.
      next = structure.next(machine, container, node);
      count++;
      if (call.invoke(callback, object(machine, node), context) == 1) {
        break;
      }
    }
    return count;
  }

  /// Hands everything that is left to the callback; without one gives the memory back.
  long drain(Call call) {
    var machine = call.machine();
    long container = call.argument(0);
    long callback = call.argument(1);
    for (long node = structure.first(machine, container);
        node != 0;
        node = structure.first(machine, container)) {
      unlink(machine, container, node);
      long object = object(machine, node);
      if (callback == 0) {
        machine.release(object);
      } else {
        call.invoke(callback, object, call.argument(2));
      }
    }
    return 0;
  }

  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    structure.begin(machine, address);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    for (long node = structure.first(machine, address);
        node != 0;
        node = structure.first(machine, address)) {
      unlink(machine, address, node);
      // Nobody claims what the machine takes out.
      OwnerWords.settle(machine, node);
      machine.drop(object(machine, node));
    }
  }
}
