package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.bench.generated.OwnedObjects.Kind;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;
import mortise.testkit.generate.World;

/// Objects with one owner and with many, lists that hold them, map values that keep them: what the
/// families of the proposal add. It knows little of links, so that many programs are wrong.
public final class OwnershipStatements implements StatementSource {

  private static final int LOOKUP = 1;

  private final boolean byCaller;
  private final boolean claims;
  private final OwningLists lists;
  private final CountedReferences references;

  /// @param byCaller whether programs count, not functions
  /// @param claims whether nodes can be claimed
  public OwnershipStatements(boolean byCaller, boolean claims) {
    this.byCaller = byCaller;
    this.claims = claims;
    lists = new OwningLists(byCaller);
    references = new CountedReferences(byCaller);
  }

  @Override
  public List<Offer> offers(Template template) {
    if (!template.hasFunction("bpf_kptr_alloc")) {
      return List.of();
    }
    var all = new ArrayList<Offer>();
    all.add(new Offer("own.make", 16, this::make));
    all.add(new Offer("own.locked", 20, lists::locked));
    all.add(new Offer("own.add", 40, lists::add));
    all.add(new Offer("own.remove", 30, lists::remove));
    all.add(new Offer("own.pop", 14, lists::pop));
    all.add(new Offer("own.peek", 14, lists::peek));
    all.add(new Offer("own.owns", 16, lists::owns));
    all.add(new Offer("own.more", 12, references::more));
    all.add(new Offer("own.put", 10, references::put));
    all.add(new Offer("own.single", 8, references::single));
    all.add(new Offer("own.set", 4, references::set));
    all.add(new Offer("own.exchange", 12, this::exchange));
    if (claims) {
      all.add(new Offer("own.claim", 12, lists::claim));
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
        parts.add(
            OwnedCode.straight(
                "own.put", Code.move(1, register.get()), Code.function("bpf_refcount_put")));
        parts.add(
            OwnedCode.ifAnswered(
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0),
                OwnedCode.end(register.get())));
      } else {
        parts.add(OwnedCode.end(register.get()));
      }
    }
    var settled = new Statement.Sequence("own.settle", parts);
    return Optional.of(
        object.nullable()
            ? OwnedCode.ifAnswered(
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, register.get(), 0), settled)
            : settled);
  }

  private Optional<Statement> make(Scene scene) {
    if (OwnedObjects.inside(scene) || !OwnedObjects.mayCall(scene)) {
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
    for (int node : new int[] {OwnedCode.N1, OwnedCode.N2}) {
      construct.addAll(OwnedCode.address(keeper.get(), node));
      construct.add(Code.function("bpf_list_node_init"));
    }
    if (shared) {
      for (int owner : new int[] {OwnedCode.O1, OwnedCode.O2}) {
        construct.addAll(OwnedCode.address(keeper.get(), owner));
        construct.add(Code.function("bpf_owner_init"));
      }
      construct.addAll(OwnedCode.address(keeper.get(), OwnedCode.REF));
      construct.add(Code.set(2, count));
      construct.add(Code.function("bpf_refcount_set"));
    }
    OwnedObjects.found(scene, keeper.get(), new Kind(shared, count), true);
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(
        Statement.Sequence.of(
            "own.make",
            new Statement.Straight("own.alloc", lines),
            OwnedCode.ifAnswered(
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, keeper.get(), 0),
                new Statement.Straight("own.construct", construct))));
  }

  /// Something into a map value, what was there out of it.
  private Optional<Statement> exchange(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (!OwnedObjects.mayCall(scene) || OwnedObjects.inside(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    scene.world().called();
    boolean shared =
        register.isPresent()
            ? OwnedObjects.kind(scene, register.get()).shared()
            : scene.draw().chance(50);
    if (register.isPresent()) {
      int id = OwnedObjects.id(scene, register.get());
      OwnedObjects.become(scene, id, OwnedObjects.kind(scene, register.get()).with(-1));
      if (OwnedObjects.kind(scene, register.get()).count() <= 0) {
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
    lines.add(Code.store(MemorySize.WORD, 10, World.ARGUMENTS, 0));
    lines.addAll(Code.setMap(1, "stash"));
    lines.add(Code.move(2, 10));
    lines.add(Code.alu(Width.W64, AluOperation.ADD, 2, World.ARGUMENTS));
    lines.add(Code.helper(LOOKUP));
    lines.add(Code.move(1, 0));
    if (!shared) {
      lines.add(Code.alu(Width.W64, AluOperation.ADD, 1, 8));
    }
    lines.add(given == 0 ? Code.set(2, 0) : Code.move(2, given));
    lines.add(Code.function("bpf_kptr_xchg"));
    lines.add(Code.move(keeper.get(), 0));
    OwnedObjects.found(scene, keeper.get(), new Kind(shared, 1), true);
    return Optional.of(new Statement.Straight("own.exchange", lines));
  }
}
