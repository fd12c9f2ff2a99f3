package mortise.runtime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.ghost.Question;
import mortise.spi.FieldKind;
import mortise.spi.Movement.Place;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.Machine;

/// A made-up family of rings, trees, counts, pointers and locks, with bugs to choose from. One
/// value in global memory, `shared`, has one of each.
final class Toys {
  /// What is wrong with a runtime half.
  enum Bug {
    PUSH_FORGETS_PREVIOUS,
    PUSH_FORGETS_OWNER,
    PUSH_LOSES_THE_NODE,
    POP_TAKES_THE_WRONG_END,
    POP_LEAVES_THE_NODE_LINKED,
    POP_KEEPS_THE_OWNER,
    POP_FREES,
    POP_FINDS_NOTHING,
    PEEK_GIVES_THE_SECOND,
    DROP_FORGETS,
    DROP_FREES_TWICE,
    LOCK_DOES_NOT_LOCK,
    LOCK_DOES_NOT_EXCLUDE,
    ACQUIRE_FORGETS_TO_COUNT,
    PUT_FREES_AT_ONCE,
    EXCHANGE_LOSES_THE_NEW,
    INSERT_FORGETS_THE_PARENT,
    INSERT_SWAPS_OTHERS,
    REMOVE_DROPS_A_BRANCH,
    DRAIN_FORGETS
  }

  static final int NEW = 1;
  static final int DROP = 2;
  static final int LOCK = 3;
  static final int UNLOCK = 4;
  static final int PUSH = 5;
  static final int POP = 6;
  static final int PEEK = 7;
  static final int EXCHANGE = 8;
  static final int ACQUIRE = 9;
  static final int PUT = 10;
  static final int INSERT = 11;
  static final int REMOVE = 12;
  static final int READ = 13;
  static final int POP_BACK = 14;

  // Types by id, and offsets in them.
  static final int ITEM = 42;
  static final int COUNTED = 43;
  static final int LEAF = 44;
  static final int NODE_AT = 8;
  static final int LOCK_AT = 0;
  static final int RING_AT = 8;
  static final int SLOT_AT = 24;
  static final int TREE_AT = 32;
  private static final int NEXT = 0;
  private static final int PREVIOUS = 8;
  private static final int OWNER = 16;
  private static final int LEFT = 0;
  private static final int RIGHT = 8;
  private static final int PARENT = 16;

  private final Set<Bug> bugs = EnumSet.noneOf(Bug.class);
  final TypeView item;
  final TypeView counted;
  private final TypeView leaf;
  final TypeView shared;

  record Type(String name, long size, List<SpecialField> fields) implements TypeView {}

  Toys(Bug... bugs) {
    this.bugs.addAll(List.of(bugs));
    var lock = FieldKind.struct("toy_lock", 4, 4).shaped(new Shape.Lock(0, 4, 0)).build();
    var node =
        FieldKind.struct("toy_node", 24, 8)
            .shaped(new Shape.RingNode(NEXT, PREVIOUS, OWNER))
            .build();
    var count =
        FieldKind.struct("toy_count", 8, 8)
            .shaped(new Shape.Count(0, 8))
            .lifecycle(born((machine, address) -> machine.store(address, 1)))
            .build();
    var branch =
        FieldKind.struct("toy_branch", 24, 8)
            .shaped(new Shape.TreeNode(LEFT, RIGHT, PARENT, Shape.ABSENT))
            .build();
    item = new Type("item", 32, List.of(at(node, NODE_AT)));
    counted = new Type("counted", 40, List.of(at(node, NODE_AT), at(count, 32)));
    leaf = new Type("leaf", 32, List.of(at(branch, NODE_AT)));
    var ring =
        FieldKind.struct("toy_ring", 16, 8)
            .holds(node)
            .guardedBy(lock)
            .shaped(new Shape.Ring(NEXT, PREVIOUS))
            .lifecycle(gone(this::drain))
            .build();
    var slot =
        FieldKind.struct("toy_slot", 8, 8)
            .shaped(new Shape.Pointer(0))
            .lifecycle(gone(Toys::emptySlot))
            .build();
    var tree =
        FieldKind.struct("toy_tree", 8, 8)
            .holds(branch)
            .guardedBy(lock)
            .shaped(new Shape.Tree(0))
            .lifecycle(gone((machine, address) -> fell(machine, machine.load(address))))
            .build();
    shared =
        new Type(
            "shared",
            40,
            List.of(
                at(lock, LOCK_AT),
                at(ring, RING_AT, item),
                at(slot, SLOT_AT),
                at(tree, TREE_AT, leaf)));
  }

  private static SpecialField at(FieldKind kind, int offset) {
    return new SpecialField(kind, offset, Optional.empty(), 0);
  }

  private static SpecialField at(FieldKind kind, int offset, TypeView element) {
    return new SpecialField(kind, offset, Optional.of(element), NODE_AT);
  }

  private interface Step {
    void at(Machine machine, long address);
  }

  private static FieldLifecycle born(Step birth) {
    return lifecycle(birth, (machine, address) -> {});
  }

  private static FieldLifecycle gone(Step end) {
    return lifecycle((machine, address) -> {}, end);
  }

  private static FieldLifecycle lifecycle(Step birth, Step end) {
    return new FieldLifecycle() {
      @Override
      public void initialise(Machine machine, long address, SpecialField field) {
        machine.fill(address, field.kind().size(), (byte) 0);
        birth.at(machine, address);
      }

      @Override
      public void destroy(Machine machine, long address, SpecialField field) {
        end.at(machine, address);
      }
    };
  }

  private boolean has(Bug bug) {
    return bugs.contains(bug);
  }

  /// The family, watched, and `shared` as map 0.
  Fixture fixture() {
    return fixture(Watching.DEFAULT);
  }

  Fixture fixture(Watching watching) {
    var data = new BpfMap(BpfMap.Definition.of("shared", MapType.ARRAY, 4, 40, 1));
    return new Fixture()
        .watched(watching)
        .type(ITEM, item)
        .type(COUNTED, counted)
        .type(LEAF, leaf)
        .map(new BoundMap(data, shared, Optional.of(ArrayMap::new), false))
        .helper(NEW, call("new", Toys::allocate, new Deed.Owes(Deed.RESULT, 1, Deed.NONE)))
        .helper(DROP, call("drop", this::drop, new Deed.Settles(0)))
        .helper(LOCK, call("lock", this::lock, new Deed.Enters("toy_lock", 0)))
        .helper(UNLOCK, call("unlock", Toys::unlock, new Deed.Leaves("toy_lock", 0)))
        .helper(PUSH, call("push", this::push, pushing()))
        .helper(POP, popping("pop", Place.FIRST, call -> pop(call, NEXT)))
        .helper(POP_BACK, popping("pop_back", Place.LAST, call -> pop(call, PREVIOUS)))
        .helper(
            PEEK,
            call(
                "peek",
                this::peek,
                new Deed.Finds(Deed.RESULT, 0, Place.FIRST),
                new Deed.Sees(Deed.RESULT, List.of("toy_lock"))))
        .helper(
            EXCHANGE,
            call(
                "exchange",
                this::exchange,
                new Deed.Settles(1),
                new Deed.Exchanges(0, 1),
                new Deed.Owes(Deed.RESULT, 1, Deed.NONE)))
        .helper(ACQUIRE, call("acquire", this::acquire, new Deed.Owes(Deed.RESULT, 1, Deed.NONE)))
        .helper(PUT, call("put", this::put, new Deed.Settles(0)))
        .helper(
            INSERT,
            call(
                "insert",
                this::insert,
                new Deed.Settles(1),
                new Deed.Puts(1, 0, Place.SOMEWHERE, Deed.NONE)))
        .helper(
            REMOVE,
            call(
                "remove",
                this::remove,
                new Deed.Takes(1, 0, Place.SOMEWHERE),
                new Deed.Owes(1, 1, Deed.NONE)))
        .helper(READ, call("read", call -> call.machine().load(call.argument(0))));
  }

  private static BoundCall call(String name, Implementation implementation, Deed... deeds) {
    return BoundCall.of(name, implementation).meaning(Meaning.of(deeds));
  }

  private static Deed pushing() {
    return new Deed.Either(
        new Question.Within(Deed.RESULT, -22, -22),
        List.of(new Deed.Settles(1)),
        List.of(
            new Deed.Settles(1),
            new Deed.Puts(1, 0, Place.FIRST, Deed.NONE),
            new Deed.Sees(1, List.of("toy_lock"))));
  }

  private static BoundCall popping(String name, Place place, Implementation implementation) {
    return call(
        name,
        implementation,
        new Deed.Takes(Deed.RESULT, 0, place),
        new Deed.Owes(Deed.RESULT, 1, Deed.NONE));
  }

  // Allocation.

  private static long allocate(Call call) {
    return call.machine().allocate(call.machine().localType(call.argument(0)));
  }

  private long drop(Call call) {
    if (!has(Bug.DROP_FORGETS)) {
      call.machine().free(call.argument(0));
    }
    if (has(Bug.DROP_FREES_TWICE)) {
      call.machine().free(call.argument(0));
    }
    return 0;
  }

  // Locks.

  private long lock(Call call) {
    var machine = call.machine();
    long lock = call.argument(0);
    if (has(Bug.LOCK_DOES_NOT_LOCK)) {
      return 0;
    }
    if (has(Bug.LOCK_DOES_NOT_EXCLUDE)) {
      machine.store(lock, 4, 1);
      return 0;
    }
    while (machine.compareAndExchange(lock, 4, 0, 1) != 0) {
      machine.await(() -> machine.load(lock, 4) == 0, "lock");
    }
    return 0;
  }

  private static long unlock(Call call) {
    call.machine().exchange(call.argument(0), 4, 0);
    return 0;
  }

  // Rings.

  private static void begin(Machine machine, long ring) {
    if (machine.load(ring) == 0) {
      machine.store(ring + NEXT, ring);
      machine.store(ring + PREVIOUS, ring);
    }
  }

  private long push(Call call) {
    var machine = call.machine();
    long ring = call.argument(0);
    long node = call.argument(1);
    if (machine.load(node + OWNER) != 0) {
      free(machine, machine.place(node).start());
      return -22;
    }
    begin(machine, ring);
    if (has(Bug.PUSH_LOSES_THE_NODE)) {
      return 0;
    }
    long after = machine.load(ring + NEXT);
    machine.store(node + NEXT, after);
    machine.store(node + PREVIOUS, ring);
    machine.store(ring + NEXT, node);
    if (!has(Bug.PUSH_FORGETS_PREVIOUS)) {
      machine.store(after + PREVIOUS, node);
    }
    if (!has(Bug.PUSH_FORGETS_OWNER)) {
      machine.store(node + OWNER, ring);
    }
    return 0;
  }

  private long pop(Call call, int end) {
    var machine = call.machine();
    long ring = call.argument(0);
    begin(machine, ring);
    long node = machine.load(ring + (has(Bug.POP_TAKES_THE_WRONG_END) ? PREVIOUS - end : end));
    if (node == ring || has(Bug.POP_FINDS_NOTHING)) {
      return 0;
    }
    if (!has(Bug.POP_LEAVES_THE_NODE_LINKED)) {
      unlink(machine, node);
    }
    if (!has(Bug.POP_KEEPS_THE_OWNER)) {
      machine.store(node + OWNER, 0);
    }
    if (has(Bug.POP_FREES)) {
      machine.free(machine.place(node).start());
    }
    return node;
  }

  private static void unlink(Machine machine, long node) {
    long after = machine.load(node + NEXT);
    long before = machine.load(node + PREVIOUS);
    machine.store(before + NEXT, after);
    machine.store(after + PREVIOUS, before);
  }

  private long peek(Call call) {
    var machine = call.machine();
    long ring = call.argument(0);
    begin(machine, ring);
    long node = machine.load(ring + NEXT);
    if (node != ring && has(Bug.PEEK_GIVES_THE_SECOND)) {
      node = machine.load(node + NEXT);
    }
    return node == ring ? 0 : node;
  }

  private void drain(Machine machine, long ring) {
    begin(machine, ring);
    while (!has(Bug.DRAIN_FORGETS) && machine.load(ring) != ring) {
      long node = machine.load(ring);
      unlink(machine, node);
      machine.store(node + OWNER, 0);
      free(machine, machine.place(node).start());
    }
  }

  /// Gives back one reference, if they are counted.
  private static void free(Machine machine, long object) {
    if (machine.place(object).type().name().equals("counted")
        && machine.getAndAdd(object + 32, 8, -1) != 1) {
      return;
    }
    machine.free(object);
  }

  // Counts.

  private long acquire(Call call) {
    if (!has(Bug.ACQUIRE_FORGETS_TO_COUNT)) {
      call.machine().getAndAdd(call.argument(0) + 32, 8, 1);
    }
    return call.argument(0);
  }

  private long put(Call call) {
    if (has(Bug.PUT_FREES_AT_ONCE)) {
      call.machine().free(call.argument(0));
    } else {
      free(call.machine(), call.argument(0));
    }
    return 0;
  }

  // Pointers.

  private long exchange(Call call) {
    long value = has(Bug.EXCHANGE_LOSES_THE_NEW) ? 0 : call.argument(1);
    return call.machine().exchange(call.argument(0), 8, value);
  }

  private static void emptySlot(Machine machine, long address) {
    long held = machine.exchange(address, 8, 0);
    if (held != 0) {
      free(machine, held);
    }
  }

  // Trees: by the number at the start of the leaf, which is 8 before the node.

  private long insert(Call call) {
    var machine = call.machine();
    long link = call.argument(0);
    long node = call.argument(1);
    long parent = 0;
    while (machine.load(link) != 0) {
      parent = machine.load(link);
      link = parent + (machine.load(node - 8) < machine.load(parent - 8) ? LEFT : RIGHT);
    }
    machine.store(link, node);
    machine.store(node + LEFT, 0);
    machine.store(node + RIGHT, 0);
    machine.store(node + PARENT, has(Bug.INSERT_FORGETS_THE_PARENT) ? 0 : parent);
    long top = machine.load(call.argument(0));
    if (has(Bug.INSERT_SWAPS_OTHERS)) {
      long left = machine.load(top + LEFT);
      machine.store(top + LEFT, machine.load(top + RIGHT));
      machine.store(top + RIGHT, left);
    }
    return 0;
  }

  /// Leaves only: whatever is below goes to where the node was if it is but one branch.
  private long remove(Call call) {
    var machine = call.machine();
    long tree = call.argument(0);
    long node = call.argument(1);
    long parent = machine.load(node + PARENT);
    long left = machine.load(node + LEFT);
    long child = left != 0 ? left : machine.load(node + RIGHT);
    if (has(Bug.REMOVE_DROPS_A_BRANCH)) {
      child = 0;
    }
    long link = parent == 0 ? tree : parent + (machine.load(parent + LEFT) == node ? LEFT : RIGHT);
    machine.store(link, child);
    if (child != 0) {
      machine.store(child + PARENT, parent);
    }
    return node;
  }

  private static void fell(Machine machine, long top) {
    if (top != 0) {
      fell(machine, machine.load(top + LEFT));
      fell(machine, machine.load(top + RIGHT));
      machine.free(machine.place(top).start());
    }
  }

  /// What a run told, and then what is left over.
  static List<Violation> violations(Instance instance) {
    var found = new ArrayList<Violation>();
    try {
      instance.run(Fixture.NOTHING);
    } catch (Violation e) {
      found.add(e);
    }
    found.addAll(instance.finish());
    return found;
  }
}
