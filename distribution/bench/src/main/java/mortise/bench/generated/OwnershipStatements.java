package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
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

/// Objects with one owner and with many, lists that hold them, map values that keep them: what the
/// families of the proposal add. It knows little of links, so that many programs are wrong.
public final class OwnershipStatements implements StatementSource {
  private static final String SECTION = "owners";
  private static final int NUMBER = 8;
  private static final int N1 = 8;
  private static final int N2 = 24;
  private static final int O1 = 40;
  private static final int O2 = 48;
  private static final int REF = 56;

  // In the section: the lock, then three lists for each type.
  private static final int FIRST_LIST = 8;
  private static final int LIST = 16;
  private static final int LISTS = 3;

  private static final int LOOKUP = 1;

  private final boolean byCaller;
  private final boolean claims;

  /// @param byCaller whether programs count, not functions
  /// @param claims whether nodes can be claimed
  public OwnershipStatements(boolean byCaller, boolean claims) {
    this.byCaller = byCaller;
    this.claims = claims;
  }

  /// An object: its type, how many references to it are owed.
  private record Kind(boolean shared, int count) {
    Region region() {
      return new Region((shared ? "shared " : "item ") + count, false, true, false);
    }

    static Optional<Kind> of(Content content) {
      if (content instanceof Memory m) {
        var name = m.region().name();
        if (name.startsWith("shared ") || name.startsWith("item ")) {
          return Optional.of(
              new Kind(
                  name.startsWith("shared"),
                  Integer.parseInt(name.substring(name.indexOf(' ') + 1))));
        }
      }
      return Optional.empty();
    }

    Kind with(int more) {
      return new Kind(shared, count + more);
    }
  }

  @Override
  public List<Offer> offers(Template template) {
    if (!template.hasFunction("bpf_kptr_alloc")) {
      return List.of();
    }
    var all = new ArrayList<Offer>();
    all.add(new Offer("own.make", 16, this::make));
    all.add(new Offer("own.locked", 20, this::locked));
    all.add(new Offer("own.add", 40, this::add));
    all.add(new Offer("own.remove", 30, this::remove));
    all.add(new Offer("own.pop", 14, this::pop));
    all.add(new Offer("own.peek", 14, this::peek));
    all.add(new Offer("own.owns", 16, this::owns));
    all.add(new Offer("own.more", 12, this::more));
    all.add(new Offer("own.put", 10, this::put));
    all.add(new Offer("own.single", 8, this::single));
    all.add(new Offer("own.set", 4, this::set));
    all.add(new Offer("own.exchange", 12, this::exchange));
    if (claims) {
      all.add(new Offer("own.claim", 12, this::claim));
    }
    return List.copyOf(all);
  }

  @Override
  public Optional<Statement> settle(Scene scene, int id, Content what) {
    var register = scene.register(c -> c instanceof Memory m && m.id() == id);
    if (register.isEmpty()
        || register.get() < 6
        || !(scene.world().register(register.get()) instanceof Memory object)
        || Kind.of(object).isEmpty()) {
      return Optional.empty();
    }
    var kind = Kind.of(object).get();
    if (!scene.world().sections().isEmpty()) {
      return Optional.empty();
    }
    scene.world().settled(id);
    if (!scene.world().mayCall()) {
      scene.world().owe(id, what);
      return Optional.empty();
    }
    scene.world().called();
    scene.world().forget(id);
    var parts = new ArrayList<Statement>();
    int count = kind.shared() ? kind.count() : 1;
    for (int i = 0; i < count; i++) {
      if (kind.shared()) {
        parts.add(straight("own.put", to(1, register.get()), Code.function("bpf_refcount_put")));
        parts.add(
            ifAnswered(Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0), end(register.get())));
      } else {
        parts.add(end(register.get()));
      }
    }
    var settled = new Statement.Sequence("own.settle", parts);
    return Optional.of(
        object.nullable()
            ? ifAnswered(Code.jump(Width.W64, JumpCondition.NOT_EQUAL, register.get(), 0), settled)
            : settled);
  }

  private static Statement ifAnswered(Line condition, Statement then) {
    return new Statement.Branch("own.if", condition, List.of(then), List.of());
  }

  private static Statement end(int register) {
    var lines = new ArrayList<Line>();
    for (int node : new int[] {N1, N2}) {
      lines.addAll(address(register, node));
      lines.add(Code.function("bpf_list_node_fini"));
    }
    lines.add(Code.move(1, register));
    lines.add(Code.function("bpf_kptr_free"));
    return new Statement.Straight("own.end", lines);
  }

  private static Line to(int register, int from) {
    return Code.move(register, from);
  }

  private static Statement straight(String kind, Line... lines) {
    return Statement.Straight.of(kind, lines);
  }

  private static List<Line> address(int register, int offset) {
    return List.of(Code.move(1, register), Code.alu(Width.W64, AluOperation.ADD, 1, offset));
  }

  private static boolean mayCall(Scene scene) {
    return scene.world().mayCall();
  }

  private static boolean inside(Scene scene) {
    return scene.world().sections().contains(SECTION);
  }

  private static String data(Scene scene) {
    return scene.template().program().maps().stream()
        .filter(m -> m.definition().section().equals(".data.list"))
        .findFirst()
        .orElseThrow()
        .name();
  }

  /// An object in a register that calls leave alone; of a kind that has references, mostly.
  private Optional<Integer> object(Scene scene, boolean owned) {
    boolean any = scene.draw().chance(12);
    return scene.some(
        scene
            .world()
            .registers(c -> Kind.of(c).filter(k -> any || !owned || k.count() > 0).isPresent())
            .stream()
            .filter(r -> r > 5)
            .filter(r -> any || !((Memory) scene.world().register(r)).nullable())
            .toList());
  }

  private static Kind kind(Scene scene, int register) {
    return Kind.of(scene.world().register(register)).orElseThrow();
  }

  private static int id(Scene scene, int register) {
    return ((Memory) scene.world().register(register)).id();
  }

  /// All copies are of another kind from here on.
  private static void become(Scene scene, int id, Kind kind) {
    var world = scene.world();
    world.replaceAll(
        c ->
            c instanceof Memory m && m.id() == id
                ? new Memory(kind.region(), id, m.nullable(), m.exact(), m.from(), m.to())
                : c);
    world.settled(id);
    if (kind.count() > 0) {
      world.registers(c -> c instanceof Memory m && m.id() == id).stream()
          .findFirst()
          .ifPresent(r -> world.owe(id, world.register(r)));
    }
  }

  private static void found(Scene scene, int keeper, Kind kind, boolean nullable) {
    var object = new Memory(kind.region(), scene.newId(), nullable, true, 0, NUMBER);
    scene.world().set(0, object);
    scene.world().set(keeper, object);
    if (kind.count() > 0) {
      scene.world().owe(object.id(), object);
    }
  }

  private Optional<Statement> make(Scene scene) {
    if (inside(scene) || !mayCall(scene)) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    boolean shared = scene.draw().chance(70);
    int count = shared && byCaller ? 1 + scene.draw().below(3) : 1;
    var lines = new ArrayList<>(Code.setStruct(1, shared ? "shared" : "item"));
    lines.add(Code.set(2, 0));
    lines.add(Code.function("bpf_kptr_alloc"));
    lines.add(Code.move(keeper.get(), 0));
    var construct = new ArrayList<Line>();
    for (int node : new int[] {N1, N2}) {
      construct.addAll(address(keeper.get(), node));
      construct.add(Code.function("bpf_list_node_init"));
    }
    if (shared) {
      for (int owner : new int[] {O1, O2}) {
        construct.addAll(address(keeper.get(), owner));
        construct.add(Code.function("bpf_owner_init"));
      }
      construct.addAll(address(keeper.get(), REF));
      construct.add(Code.set(2, count));
      construct.add(Code.function("bpf_refcount_set"));
    }
    found(scene, keeper.get(), new Kind(shared, count), true);
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(
        Statement.Sequence.of(
            "own.make",
            new Statement.Straight("own.alloc", lines),
            ifAnswered(
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, keeper.get(), 0),
                new Statement.Straight("own.construct", construct))));
  }

  private Optional<Statement> locked(Scene scene) {
    if (inside(scene) || !mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    scene.world().called();
    scene.world().enter(SECTION);
    var parts = new ArrayList<Statement>();
    parts.add(lock(scene, "bpf_spin_lock"));
    parts.addAll(scene.body(2 + scene.draw().below(6)));
    parts.add(lock(scene, "bpf_spin_unlock"));
    scene.world().leave();
    scene.world().called();
    boolean mistake = scene.draw().chance(10);
    scene
        .world()
        .replaceAll(
            c ->
                !mistake && Kind.of(c).filter(k -> k.count() == 0).isPresent()
                    ? Nothing.NOTHING
                    : c);
    return Optional.of(new Statement.Sequence("own.locked", parts));
  }

  private static Statement lock(Scene scene, String function) {
    var lines = new ArrayList<>(Code.setMapValue(1, data(scene), 0));
    lines.add(Code.function(function));
    return new Statement.Straight("own.lock", lines);
  }

  private record Call(String function, int register, int list, boolean shared) {}

  /// `function(node, head)` of one of the lists.
  private static List<Line> call(Scene scene, Call call) {
    var lines = new ArrayList<Line>();
    lines.addAll(address(call.register(), call.list() == 2 ? N2 : N1));
    int list = FIRST_LIST + LIST * (call.list() + (call.shared() ? 0 : LISTS));
    lines.addAll(Code.setMapValue(2, data(scene), list));
    lines.add(Code.function(call.function()));
    return lines;
  }

  private static int list(Scene scene) {
    return scene.draw().pick(0, 0, 1, 2, 2);
  }

  private Optional<Statement> add(Scene scene) {
    var register = object(scene, true);
    if (register.isEmpty() || !mayCall(scene) || !inside(scene)) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    int id = id(scene, register.get());
    scene.world().called();
    var lines =
        call(
            scene,
            new Call(
                scene.draw().pick("bpf_list_add", "bpf_list_add_tail"),
                register.get(),
                list(scene),
                kind.shared()));
    become(scene, id, byCaller || !kind.shared() ? kind.with(kind.count() > 0 ? -1 : 0) : kind);
    return Optional.of(new Statement.Straight("own.add", lines));
  }

  private Optional<Statement> remove(Scene scene) {
    var register = object(scene, false);
    if (register.isEmpty() || !mayCall(scene) || !inside(scene)) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    int id = id(scene, register.get());
    scene.world().called();
    var lines =
        new ArrayList<>(
            call(scene, new Call("bpf_list_remove", register.get(), list(scene), kind.shared())));
    lines.add(Code.move(register.get(), 0));
    become(scene, id, kind.with(1));
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(new Statement.Straight("own.remove", lines));
  }

  private Optional<Statement> owns(Scene scene) {
    var register = object(scene, false);
    if (register.isEmpty() || !mayCall(scene) || !inside(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int id = id(scene, register.get());
    int list = list(scene);
    scene.world().called();
    var parts = new ArrayList<Statement>();
    parts.add(
        new Statement.Straight(
            "own.ask", call(scene, new Call("bpf_list_owns_node", register.get(), list, true))));
    var before = scene.world().copy();
    // Removed and given back on one way, so that both ways owe the same.
    var then = new ArrayList<Statement>();
    then.add(
        new Statement.Straight(
            "own.remove", call(scene, new Call("bpf_list_remove", register.get(), list, true))));
    int target = scene.draw().chance(70) ? list : list(scene);
    then.addAll(scene.way(scene.draw().below(3)));
    if (byCaller) {
      then.add(
          new Statement.Straight(
              "own.add", call(scene, new Call("bpf_list_add", register.get(), target, true))));
    }
    scene.enter(before);
    scene.world().called();
    become(scene, id, kind);
    parts.add(
        new Statement.Branch(
            "own.owned", Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0), then, List.of()));
    return Optional.of(new Statement.Sequence("own.owns", parts));
  }

  private Optional<Statement> claim(Scene scene) {
    var register = object(scene, true);
    if (register.isEmpty() || !mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int node = scene.draw().pick(N1, N2);
    scene.world().called();
    var ask = new ArrayList<>(address(register.get(), node));
    ask.add(Code.function("bpf_list_claim_node"));
    var before = scene.world().copy();
    var then = new ArrayList<Statement>(scene.way(1 + scene.draw().below(3)));
    var back = new ArrayList<>(address(register.get(), node));
    back.add(Code.function("bpf_list_unclaim_node"));
    then.add(new Statement.Straight("own.unclaim", back));
    scene.enter(before);
    scene.world().called();
    return Optional.of(
        Statement.Sequence.of(
            "own.claim",
            new Statement.Straight("own.ask", ask),
            new Statement.Branch(
                "own.claimed",
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0),
                then,
                List.of())));
  }

  private Optional<Statement> pop(Scene scene) {
    return take(scene, scene.draw().pick("bpf_list_pop_front", "bpf_list_pop_back"), 1);
  }

  private Optional<Statement> peek(Scene scene) {
    return take(scene, scene.draw().pick("bpf_list_first", "bpf_list_last"), 0);
  }

  private static Optional<Statement> take(Scene scene, String function, int count) {
    if (!mayCall(scene) || !inside(scene)) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    boolean shared = scene.draw().chance(70);
    int list = FIRST_LIST + LIST * (list(scene) + (shared ? 0 : LISTS));
    var lines = new ArrayList<>(Code.setMapValue(1, data(scene), list));
    lines.add(Code.function(function));
    lines.add(Code.move(keeper.get(), 0));
    found(scene, keeper.get(), new Kind(shared, count), true);
    return Optional.of(new Statement.Straight("own.take", lines));
  }

  private Optional<Statement> more(Scene scene) {
    var register = object(scene, false);
    if (register.isEmpty() || !mayCall(scene)) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int id = id(scene, register.get());
    scene.world().called();
    var lines = new ArrayList<Line>();
    if (byCaller) {
      lines.addAll(address(register.get(), REF));
      lines.add(Code.set(2, 1));
      lines.add(Code.function("bpf_refcount_inc"));
    } else {
      lines.add(Code.move(1, register.get()));
      lines.add(Code.function("bpf_refcount_acquire"));
      lines.add(Code.move(register.get(), 0));
    }
    become(scene, id, kind.with(1));
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(new Statement.Straight("own.more", lines));
  }

  private Optional<Statement> put(Scene scene) {
    var register = object(scene, true);
    if (register.isEmpty() || !mayCall(scene) || inside(scene)) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    if (!kind.shared() || kind.count() < 2) {
      return Optional.empty();
    }
    int id = id(scene, register.get());
    scene.world().called();
    become(scene, id, kind.with(-1));
    return Optional.of(
        straight("own.put", Code.move(1, register.get()), Code.function("bpf_refcount_put")));
  }

  private Optional<Statement> single(Scene scene) {
    var register = object(scene, true);
    if (register.isEmpty() || !mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    if (!kind(scene, register.get()).shared()) {
      return Optional.empty();
    }
    scene.world().called();
    var before = scene.world().copy();
    var then = scene.way(1 + scene.draw().below(4));
    scene.enter(before);
    scene.world().called();
    return Optional.of(
        Statement.Sequence.of(
            "own.single",
            straight("own.ask", Code.move(1, register.get()), Code.function("bpf_refcount_single")),
            new Statement.Branch(
                "own.alone",
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0),
                then,
                List.of())));
  }

  private Optional<Statement> set(Scene scene) {
    var register = object(scene, true);
    if (register.isEmpty() || !mayCall(scene)) {
      return Optional.empty();
    }
    var kind = kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int count = byCaller ? 1 + scene.draw().below(3) : 1;
    int id = id(scene, register.get());
    scene.world().called();
    var lines = new ArrayList<>(address(register.get(), REF));
    lines.add(Code.set(2, count));
    lines.add(Code.function("bpf_refcount_set"));
    become(scene, id, new Kind(true, count));
    return Optional.of(new Statement.Straight("own.set", lines));
  }

  /// Something into a map value, what was there out of it.
  private Optional<Statement> exchange(Scene scene) {
    var register = object(scene, true);
    if (!mayCall(scene) || inside(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    scene.world().called();
    boolean shared =
        register.isPresent() ? kind(scene, register.get()).shared() : scene.draw().chance(50);
    if (register.isPresent()) {
      int id = id(scene, register.get());
      become(scene, id, kind(scene, register.get()).with(-1));
      if (kind(scene, register.get()).count() <= 0) {
        scene.world().forget(id);
      }
    }
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    int given = register.orElse(0);
    // The key lies below what anybody keeps.
    var lines = new ArrayList<Line>();
    lines.add(
        Code.store(
            mortise.object.MemorySize.WORD, 10, mortise.testkit.generate.World.ARGUMENTS, 0));
    lines.addAll(Code.setMap(1, "stash"));
    lines.add(Code.move(2, 10));
    lines.add(Code.alu(Width.W64, AluOperation.ADD, 2, mortise.testkit.generate.World.ARGUMENTS));
    lines.add(Code.helper(LOOKUP));
    lines.add(Code.move(1, 0));
    if (!shared) {
      lines.add(Code.alu(Width.W64, AluOperation.ADD, 1, 8));
    }
    lines.add(given == 0 ? Code.set(2, 0) : Code.move(2, given));
    lines.add(Code.function("bpf_kptr_xchg"));
    lines.add(Code.move(keeper.get(), 0));
    found(scene, keeper.get(), new Kind(shared, 1), true);
    return Optional.of(new Statement.Straight("own.exchange", lines));
  }
}
