package mortise.plugin.refcount;

import mortise.plugin.ownership.proposal.Counts;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.spi.runtime.Call;

/// The runtime halves of functions on counts.
final class References {
  private References() {}

  static long set(Call call) {
    Counts.set(call.machine(), call.argument(0), call.argument(1));
    return 0;
  }

  static long increment(Call call) {
    Counts.get(call.machine(), call.argument(0), call.argument(1));
    return 0;
  }

  static long acquire(Call call) {
    var machine = call.machine();
    Counts.get(machine, Counts.of(machine, call.argument(0)), 1);
    return call.argument(0);
  }

  static long put(Call call, long references) {
    var machine = call.machine();
    long object = call.argument(0);
    machine.before(Events.RELEASING, object);
    if (!Counts.put(machine, Counts.of(machine, object), references)) {
      return 0;
    }
    machine.after(Events.LAST, object);
    return 1;
  }

  /// Objects that readers may look at are frozen: nobody gets a reference until the count is set.
  static long single(Call call) {
    var machine = call.machine();
    long object = call.argument(0);
    long count = Counts.of(machine, object);
    boolean readable = machine.place(object).type().field(Facts.RCU_HEAD).isPresent();
    boolean single = readable ? Counts.freeze(machine, count) : Counts.isSingle(machine, count);
    if (single) {
      machine.after(Events.LAST, object);
    }
    return single ? 1 : 0;
  }
}
