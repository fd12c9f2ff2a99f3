package mortise.plugin.ownership.proposal;

import mortise.spi.TypeView;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The runtime half of owner fields: a word beside a node that holds the address of the container
/// that the node is in, or 0, or who has claimed the node: [#CLAIMED] for whoever asked to, another
/// number up to [#HIGHEST] for the run that took it out. It is changed under the container's lock,
/// but for claims, which go from 0 to claimed in one atomic step, and back.
public final class OwnerWords {
  /// No container has an address as low as this.
  public static final long HIGHEST = 0xffff_ffffL;

  private static final long CLAIMED = 1;

  private static final int SIZE = 8;

  private OwnerWords() {}

  /// The address of the word for a node; 0 if there is none.
  private static long of(Machine machine, long node) {
    var place = machine.place(node);
    for (var field : place.type().fields()) {
      if (field.kind().is(Facts.OWNER) && field.elementOffset() == node - place.start()) {
        return place.start() + field.offset();
      }
    }
    return 0;
  }

  /// Listens to [Events#LINKING].
  public static void linked(Machine machine, long... subjects) {
    long word = of(machine, subjects[0]);
    if (word != 0) {
      machine.store(word, subjects[1]);
    }
  }

  /// Listens to [Events#UNLINKED] where nobody claims. The store is the last one, and whoever reads
  /// 0 sees all that came before it.
  public static void unlinked(Machine machine, long... subjects) {
    long word = of(machine, subjects[0]);
    if (word != 0) {
      machine.store(word, 0);
    }
  }

  /// Listens to [Events#UNLINKED] where nodes are claimed: an object that many own stays claimed by
  /// the run that took it out, so that nobody else puts it elsewhere meanwhile.
  public static void unlinkedAndClaimed(Machine machine, long... subjects) {
    long word = of(machine, subjects[0]);
    if (word != 0) {
      boolean shared = machine.place(subjects[0]).type().field(Facts.COUNT).isPresent();
      machine.store(word, shared ? ticket(machine) : 0);
    }
  }

  /// Listens to [Events#LAST]: nobody is left for whom a claim could matter.
  public static void last(Machine machine, long... subjects) {
    var place = machine.place(subjects[0]);
    for (var field : place.type().fields()) {
      if (field.kind().is(Facts.OWNER)) {
        machine.store(place.start() + field.offset(), 0);
      }
    }
  }

  /// Listens to [Events#RELEASING] where nodes are claimed: what the run itself claimed by taking
  /// it out it gives back with any reference to the object, since it may have no other.
  public static void releasing(Machine machine, long... subjects) {
    var place = machine.place(subjects[0]);
    for (var field : place.type().fields()) {
      long word = place.start() + field.offset();
      if (field.kind().is(Facts.OWNER) && machine.load(word) == ticket(machine)) {
        machine.store(word, 0);
      }
    }
  }

  /// Listens to [Events#LINKING] where adding moves a reference and nodes are claimed. When the one
  /// that goes into the container is the only one that is in none, nobody is left who could use
  /// what the run claimed by taking other nodes of the object out.
  public static void linkingLast(Machine machine, long... subjects) {
    var place = machine.place(subjects[0]);
    long count = Counts.of(machine, subjects[0]);
    if (count == 0) {
      return;
    }
    long linked = 0;
    for (var field : place.type().fields()) {
      long owner = field.kind().is(Facts.OWNER) ? machine.load(place.start() + field.offset()) : 0;
      linked += owner < 0 || owner > HIGHEST ? 1 : 0;
    }
    if (Counts.references(machine, count) - linked <= 1) {
      releasing(machine, subjects);
    }
  }

  private static long ticket(Machine machine) {
    return CLAIMED + 1 + machine.run();
  }

  /// Gives back the claim that a removal left.
  static void settle(Machine machine, long node) {
    long word = of(machine, node);
    if (word != 0 && machine.load(word) == ticket(machine)) {
      machine.store(word, 0);
    }
  }

  static long ownsNode(Call call) {
    var machine = call.machine();
    return machine.load(of(machine, call.argument(0))) == call.argument(1) ? 1 : 0;
  }

  static long claim(Call call) {
    var machine = call.machine();
    long word = of(machine, call.argument(0));
    if (machine.load(word) == ticket(machine)) {
      // The run took it out and has it claimed already; now it asks for it.
      machine.store(word, CLAIMED);
      return 1;
    }
    return machine.compareAndExchange(word, SIZE, 0, CLAIMED) == 0 ? 1 : 0;
  }

  static long unclaim(Call call) {
    call.machine().store(of(call.machine(), call.argument(0)), 0);
    return 0;
  }

  static long isNull(Call call) {
    return call.machine().load(of(call.machine(), call.argument(0))) == 0 ? 1 : 0;
  }

  /// Whose container the node is in, if it is of the type asked for. The reader that asks keeps the
  /// memory; an object is given only with a reference of its own.
  static long owner(Call call) {
    var machine = call.machine();
    long container = machine.load(of(machine, call.argument(0)));
    if (container >= 0 && container <= HIGHEST) {
      return 0;
    }
    var wanted = machine.localType(call.argument(1));
    var place = machine.place(container);
    boolean canBeGot =
        wanted.field(Facts.COUNT).isPresent() && wanted.field(Facts.RCU_HEAD).isPresent();
    if (canBeGot) {
      return place.type().equals(wanted) && Counts.getUnlessZero(machine, place.start())
          ? place.start()
          : 0;
    }
    return isLike(place.type(), wanted) ? place.start() : 0;
  }

  /// A map's values have a type of their own, with what their struct has.
  private static boolean isLike(TypeView value, TypeView struct) {
    return value.size() == struct.size() && value.fields().equals(struct.fields());
  }
}
