package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.BpfMap;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;
import mortise.testkit.generate.World;

/// Objects that are allocated and given back, lists that hold them, and the locks that guard these:
/// what the allocator, list and lock families add.
public final class ListStatements implements StatementSource {
  /// The map whose values are a lock, a list and numbers: see the template.
  static final String GUARDED = "guarded";

  private static final String ITEM = "item";
  private static final int NODE = 32;
  private static final int HEAD = 8;
  private static final int NUMBERS = 24;
  private static final int LOCK_FUNCTION = 93;
  private static final int UNLOCK_FUNCTION = 94;

  /// An object that is owned, and one that a list owns.
  private static final Region OWNED = new Region("item", false, true, false);

  private static final Region BORROWED = new Region("item on a list", false, true, false);
  private static final Region VALUE = new Region("guarded value", true, false, true);

  /// The section of the list in global data; those of lists in map values end in the register that
  /// holds the value's address.
  private static final String GLOBAL = "list";

  private static final String IN_REGISTER = "list in r";

  @Override
  public List<Offer> offers(Template template) {
    var guarded = template.map(GUARDED);
    var global =
        template.program().maps().stream()
            .filter(m -> m.definition().section().equals(".data.list"))
            .findFirst();
    if (guarded.isEmpty() || global.isEmpty() || !template.hasFunction("bpf_obj_new_impl")) {
      return List.of();
    }
    var data = global.get().name();
    return List.of(
        new Offer("guarded.lookup", 10, scene -> lookup(scene, guarded.get())),
        new Offer("object.new", 12, ListStatements::allocate),
        new Offer("object.drop", 8, ListStatements::drop),
        new Offer("locked", 14, scene -> locked(scene, data)),
        new Offer("locked.either", 10, scene -> lockedEither(scene, data)),
        new Offer("list.push", 30, scene -> push(scene, data)),
        new Offer("list.pop", 20, scene -> pop(scene, data)),
        new Offer("list.peek", 8, scene -> peek(scene, data)));
  }

  @Override
  public Optional<Statement> settle(Scene scene, int id, Content what) {
    var register = holder(scene, id);
    if (register.isEmpty()) {
      return settleSpilled(scene, id, what);
    }
    if (!(scene.world().register(register.get()) instanceof Memory memory) || !isItem(memory)) {
      return Optional.empty();
    }
    if (!memory.nullable()) {
      return settleThere(scene, id);
    }
    var before = scene.world();
    scene.world().notNull(id);
    var settled = settleThere(scene, id);
    if (settled.isEmpty()) {
      scene.enter(before);
      return Optional.empty();
    }
    scene.world().forget(id);
    scene.world().called();
    return Optional.of(
        new Statement.Branch(
            "object.settle",
            Code.jump(Width.W64, JumpCondition.NOT_EQUAL, register.get(), 0),
            List.of(settled.get()),
            List.of()));
  }

  /// What is only in a slot is filled first.
  private Optional<Statement> settleSpilled(Scene scene, int id, Content what) {
    var slot = scene.world().slots(c -> c instanceof Memory m && m.id() == id);
    var to = scene.forAnything();
    if (slot.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    scene.world().set(to.get(), scene.world().slot(slot.getFirst()));
    var fill =
        Statement.Straight.of(
            "object.fill",
            Code.load(MemorySize.DOUBLE, to.get(), 10, World.offset(slot.getFirst())));
    return settle(scene, id, what).map(s -> Statement.Sequence.of("object.settle", fill, s));
  }

  private Optional<Statement> settleThere(Scene scene, int id) {
    return scene.world().sections().isEmpty()
        ? drop(scene, "object.drop", id)
        : push(scene, id, data(scene));
  }

  private static String data(Scene scene) {
    return scene.template().program().maps().stream()
        .filter(m -> m.definition().section().equals(".data.list"))
        .findFirst()
        .map(BpfMap::name)
        .orElse("");
  }

  private static boolean isItem(Memory memory) {
    return memory.region().equals(OWNED) && memory.exact();
  }

  private static Optional<Integer> holder(Scene scene, int id) {
    return scene.register(c -> c instanceof Memory m && m.id() == id);
  }

  private static Optional<Statement> lookup(Scene scene, BpfMap map) {
    if (!MapStatements.mayCall(scene)) {
      return Optional.empty();
    }
    var found = new Memory(VALUE, scene.newId(), true, true, NUMBERS, map.valueSize());
    return Optional.of(MapStatements.lookup(scene, "guarded.lookup", map, found));
  }

  private static Optional<Statement> allocate(Scene scene) {
    if (!MapStatements.mayCall(scene)) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<>(Code.setStruct(1, ITEM));
    lines.add(Code.set(2, 0));
    lines.add(Code.function("bpf_obj_new_impl"));
    lines.add(Code.move(keeper.get(), 0));
    own(scene, keeper.get(), 0);
    return Optional.of(new Statement.Straight("object.new", lines));
  }

  /// R0 and `keeper` hold a new object, or null.
  private static void own(Scene scene, int keeper, int at) {
    var world = scene.world();
    var object = new Memory(OWNED, scene.newId(), true, true, -at, NODE - at);
    world.set(0, object);
    world.set(keeper, object);
    world.owe(object.id(), object);
  }

  private static Optional<Integer> owned(Scene scene) {
    return scene.memory(m -> isItem(m) && scene.world().maySettle(m.id()));
  }

  private static Optional<Statement> drop(Scene scene) {
    return owned(scene)
        .map(scene.world()::register)
        .flatMap(
            c -> c instanceof Memory m ? drop(scene, "object.drop", m.id()) : Optional.empty());
  }

  private static Optional<Statement> drop(Scene scene, String kind, int id) {
    var world = scene.world();
    var register = holder(scene, id);
    if (register.isEmpty()
        || !world.sections().isEmpty()
        || !(world.register(register.get()) instanceof Memory object)) {
      return Optional.empty();
    }
    world.settled(id);
    if (!world.mayCall()) {
      world.owe(id, object);
      return Optional.empty();
    }
    var lines = new ArrayList<Line>();
    lines.add(Code.move(1, register.get()));
    if (object.from() != 0) {
      lines.add(Code.alu(Width.W64, AluOperation.ADD, 1, (int) object.from()));
    }
    lines.add(Code.set(2, 0));
    lines.add(Code.function("bpf_obj_drop_impl"));
    world.called();
    if (!scene.mistake()) {
      world.forget(id);
    }
    return Optional.of(new Statement.Straight(kind, lines));
  }

  /// A lock taken, something done, and the lock given back.
  private static Optional<Statement> locked(Scene scene, String data) {
    var world = scene.world();
    if (!MapStatements.mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    var value =
        scene
            .memory(m -> m.region().equals(VALUE) && m.exact() && m.from() == NUMBERS)
            .filter(r -> r > 5 && world.isFree(r));
    boolean global = value.isEmpty() || scene.draw().chance(40);
    int register = global ? 0 : value.get();
    String section = global ? GLOBAL : IN_REGISTER + register;
    world.called();
    if (!global) {
      world.keep(register);
    }
    world.enter(section);
    var parts = new ArrayList<Statement>();
    if (!scene.mistake()) {
      parts.add(call("locked", address(section, data, 0), LOCK_FUNCTION));
    }
    parts.addAll(scene.body(1 + scene.draw().below(5)));
    parts.add(call("locked", address(section, data, 0), UNLOCK_FUNCTION));
    scene.world().leave();
    if (!global) {
      scene.world().release(register);
    }
    scene.world().called();
    if (!scene.mistake()) {
      scene
          .world()
          .replaceAll(
              c -> c instanceof Memory m && m.region().equals(BORROWED) ? Nothing.NOTHING : c);
    }
    return Optional.of(new Statement.Sequence("locked", parts));
  }

  /// A lock taken on each of two ways, used and given back behind them: a mistake where they take
  /// different ones.
  private static Optional<Statement> lockedEither(Scene scene, String data) {
    var values =
        scene
            .world()
            .registers(
                c ->
                    c instanceof Memory m
                        && !m.nullable()
                        && m.region().equals(VALUE)
                        && m.exact()
                        && m.from() == NUMBERS)
            .stream()
            .filter(r -> r > 5 && scene.world().isFree(r))
            .toList();
    var number = scene.number();
    if (values.isEmpty() || number.isEmpty() || !MapStatements.mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    int one = values.getFirst();
    int other = values.size() > 1 && scene.mistake() ? values.getLast() : one;
    var section = IN_REGISTER + one;
    var condition =
        Code.jump(
            Width.W64,
            scene.draw().pick(JumpCondition.EQUAL, JumpCondition.LESS),
            number.get(),
            scene.draw().below(16));
    scene.world().called();
    scene.world().keep(one);
    scene.world().enter(section);
    var parts = new ArrayList<Statement>();
    parts.add(
        new Statement.Branch(
            "locked.either",
            condition,
            List.of(call("locked.either", address(IN_REGISTER + other, data, 0), LOCK_FUNCTION)),
            List.of(call("locked.either", address(section, data, 0), LOCK_FUNCTION))));
    pop(scene, data).ifPresent(parts::add);
    parts.addAll(scene.body(scene.draw().below(3)));
    for (int owed : List.copyOf(scene.world().owed().keySet())) {
      if (scene.world().maySettle(owed)) {
        scene.settle(owed).ifPresent(parts::add);
      }
    }
    parts.add(call("locked.either", address(section, data, 0), UNLOCK_FUNCTION));
    scene.world().leave();
    scene.world().release(one);
    scene.world().called();
    scene
        .world()
        .replaceAll(
            c -> c instanceof Memory m && m.region().equals(BORROWED) ? Nothing.NOTHING : c);
    return Optional.of(new Statement.Sequence("locked.either", parts));
  }

  private static Statement call(String kind, List<Line> address, int function) {
    var lines = new ArrayList<>(address);
    lines.add(Code.helper(function));
    return new Statement.Straight(kind, lines);
  }

  /// `R1 = ` what lies at `offset` of the value whose lock is held.
  private static List<Line> address(String section, String data, int offset) {
    if (section.equals(GLOBAL)) {
      return Code.setMapValue(1, data, offset);
    }
    int register = Integer.parseInt(section.substring(IN_REGISTER.length()));
    return offset == 0
        ? List.of(Code.move(1, register))
        : List.of(Code.move(1, register), Code.alu(Width.W64, AluOperation.ADD, 1, offset));
  }

  /// The list that may be used here, if there is one.
  private static Optional<String> section(Scene scene) {
    var sections = scene.world().sections();
    if (scene.draw().chance(15) && scene.mistake()) {
      return scene
          .memory(m -> m.region().equals(VALUE) && m.exact() && m.from() == NUMBERS)
          .filter(r -> r > 5)
          .map(r -> IN_REGISTER + r)
          .or(() -> Optional.of(GLOBAL));
    }
    return sections.isEmpty() || !sections.getLast().startsWith(GLOBAL)
        ? Optional.empty()
        : Optional.of(sections.getLast());
  }

  private static Optional<Statement> push(Scene scene, String data) {
    return section(scene).isEmpty()
        ? Optional.empty()
        : owned(scene)
            .map(scene.world()::register)
            .flatMap(c -> c instanceof Memory m ? push(scene, m.id(), data) : Optional.empty());
  }

  private static Optional<Statement> push(Scene scene, int id, String data) {
    var world = scene.world();
    var section = section(scene);
    var register = holder(scene, id);
    if (section.isEmpty()
        || register.isEmpty()
        || !(world.register(register.get()) instanceof Memory object)) {
      return Optional.empty();
    }
    world.settled(id);
    if (!world.mayCall()) {
      world.owe(id, object);
      return Optional.empty();
    }
    var lines = new ArrayList<Line>();
    lines.add(Code.move(2, register.get()));
    int toNode = (int) object.from() + NODE;
    if (toNode != 0) {
      lines.add(Code.alu(Width.W64, AluOperation.ADD, 2, toNode));
    }
    lines.addAll(address(section.get(), data, HEAD));
    lines.add(Code.set(3, 0));
    lines.add(Code.set(4, 0));
    lines.add(
        Code.function(scene.draw().pick("bpf_list_push_front_impl", "bpf_list_push_back_impl")));
    world.called();
    world.set(0, Content.Scalar.WORD);
    world.replaceAll(
        c ->
            c instanceof Memory m && m.id() == id
                ? new Memory(BORROWED, id, m.nullable(), m.exact(), m.from(), m.to())
                : c);
    return Optional.of(new Statement.Straight("list.push", lines));
  }

  private static Optional<Statement> pop(Scene scene, String data) {
    var section = section(scene);
    if (section.isEmpty() || !scene.world().mayCall()) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<>(address(section.get(), data, HEAD));
    lines.add(Code.function(scene.draw().pick("bpf_list_pop_front", "bpf_list_pop_back")));
    lines.add(Code.move(keeper.get(), 0));
    own(scene, keeper.get(), NODE);
    return Optional.of(new Statement.Straight("list.pop", lines));
  }

  private static Optional<Statement> peek(Scene scene, String data) {
    var section = section(scene);
    if (section.isEmpty() || !scene.world().mayCall()) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<>(address(section.get(), data, HEAD));
    lines.add(Code.function(scene.draw().pick("bpf_list_front", "bpf_list_back")));
    lines.add(Code.move(keeper.get(), 0));
    var object = new Memory(BORROWED, scene.newId(), true, true, -NODE, 0);
    scene.world().set(0, object);
    scene.world().set(keeper.get(), object);
    return Optional.of(new Statement.Straight("list.peek", lines));
  }
}
