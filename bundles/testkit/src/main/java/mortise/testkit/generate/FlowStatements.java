package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.Width;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Scalar;

/// Branches on numbers and pointers, and loops.
final class FlowStatements implements StatementSource {
  private static final List<JumpCondition> CONDITIONS = List.of(JumpCondition.values());
  private static final int LONGEST_BODY = 4;
  private static final int MOST_ROUNDS = 7;

  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        new Offer("branch", 16, FlowStatements::branch),
        new Offer("leave", 4, FlowStatements::leave),
        new Offer("null-check", 25, FlowStatements::nullCheck),
        new Offer("compare-pointers", 4, FlowStatements::comparePointers),
        new Offer("null-by-comparison", 3, FlowStatements::nullByComparison),
        new Offer("one-way", 12, FlowStatements::oneWay),
        new Offer("loop", 6, FlowStatements::loop));
  }

  /// A condition on numbers that are there.
  static Optional<Line> condition(Scene scene) {
    var draw = scene.draw();
    var left = scene.number();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    var width = draw.chance(40) ? Width.W32 : Width.W64;
    var right = scene.number();
    if (right.isPresent() && draw.chance(35)) {
      return Optional.of(Code.jumpRegister(width, draw.pick(CONDITIONS), left.get(), right.get()));
    }
    int value =
        scene.world().register(left.get()) instanceof Scalar s && s.isWithin(1000)
            ? draw.below((int) s.max() + 2)
            : draw.immediate();
    return Optional.of(Code.jump(width, draw.pick(CONDITIONS), left.get(), value));
  }

  private static Optional<Statement> branch(Scene scene) {
    var condition = scene.mayNest() ? condition(scene) : Optional.<Line>empty();
    return condition.map(c -> branch(scene, "branch", c));
  }

  private static Statement branch(Scene scene, String kind, Line condition) {
    var draw = scene.draw();
    var before = scene.world().copy();
    var taken = scene.way(draw.below(LONGEST_BODY));
    var after = scene.world();
    scene.enter(before);
    var other = scene.way(1 + draw.below(LONGEST_BODY));
    scene.join(after);
    return new Statement.Branch(kind, condition, taken, other);
  }

  private static Optional<Statement> leave(Scene scene) {
    return scene.world().mayReturn()
        ? condition(scene).map(c -> scene.leaveIf("leave", c))
        : Optional.empty();
  }

  private static Optional<Statement> nullCheck(Scene scene) {
    var world = scene.world();
    var draw = scene.draw();
    var register =
        scene.register(
            c ->
                c instanceof Memory m
                    && m.nullable()
                    && (world.maySettle(m.id()) || !world.owed().containsKey(m.id())));
    if (register.isEmpty() || !(world.register(register.get()) instanceof Memory pointer)) {
      return Optional.empty();
    }
    int id = pointer.id();
    if (scene.mistake()) {
      scene
          .register(c -> c instanceof Memory m && m.nullable() && m.id() != id)
          .map(world::register)
          .ifPresent(c -> world.notNull(((Memory) c).id()));
    }
    boolean alone = world.sections().isEmpty() && Set.of(id).containsAll(world.owed().keySet());
    if (alone && draw.chance(50)) {
      world.notNull(id);
      return Optional.of(
          scene.leaveIf(
              "null-check", Code.jump(Width.W64, JumpCondition.EQUAL, register.get(), 0)));
    }
    if (!scene.mayNest()) {
      return Optional.empty();
    }
    var before = world.copy();
    before.isNull(id);
    world.notNull(id);
    var isThere = new ArrayList<>(scene.way(1 + draw.below(LONGEST_BODY), id));
    scene.settle(id).ifPresent(isThere::add);
    var after = scene.world();
    scene.enter(before);
    var isNull = draw.chance(40) ? scene.way(draw.below(3)) : List.<Statement>of();
    scene.join(after);
    return Optional.of(
        draw.chance(50)
            ? new Statement.Branch(
                "null-check",
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, register.get(), 0),
                isThere,
                isNull)
            : new Statement.Branch(
                "null-check",
                Code.jump(Width.W64, JumpCondition.EQUAL, register.get(), 0),
                isNull,
                isThere));
  }

  private static Optional<Statement> comparePointers(Scene scene) {
    var one = scene.memory(m -> m.region().indexed());
    if (one.isEmpty() || !scene.mayNest()) {
      return Optional.empty();
    }
    var region = ((Memory) scene.world().register(one.get())).region();
    var other = scene.memory(m -> m.region().equals(region));
    return other.map(
        o ->
            branch(
                scene,
                "compare-pointers",
                Code.jumpRegister(
                    Width.W64,
                    scene.draw().pick(JumpCondition.EQUAL, JumpCondition.NOT_EQUAL),
                    one.get(),
                    o)));
  }

  /// A pointer that equals one that is not null is not null either.
  private static Optional<Statement> nullByComparison(Scene scene) {
    var world = scene.world();
    var nullable =
        scene.register(
            c ->
                c instanceof Memory m
                    && m.nullable()
                    && m.region().indexed()
                    && !world.owed().containsKey(m.id()));
    if (nullable.isEmpty()
        || !scene.mayNest()
        || !(world.register(nullable.get()) instanceof Memory pointer)) {
      return Optional.empty();
    }
    var there = scene.memory(m -> m.region().equals(pointer.region()) && m.id() != pointer.id());
    if (there.isEmpty()) {
      return Optional.empty();
    }
    var before = world.copy();
    world.notNull(pointer.id());
    var equal = scene.way(1 + scene.draw().below(LONGEST_BODY));
    var after = scene.world();
    scene.enter(before);
    scene.join(after);
    return Optional.of(
        new Statement.Branch(
            "null-by-comparison",
            Code.jumpRegister(Width.W64, JumpCondition.EQUAL, nullable.get(), there.get()),
            equal,
            List.of()));
  }

  /// What is learned or done on one way only, and believed behind both: a mistake, unless it does
  /// not matter there. Whoever takes one way for the other when they meet lets it pass.
  private static Optional<Statement> oneWay(Scene scene) {
    var draw = scene.draw();
    if (scene.story().mistakes == 0 || !scene.mayNest()) {
      return Optional.empty();
    }
    var condition = condition(scene);
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    var before = scene.world().copy();
    scene.world().reserve(0);
    var learned = scene.one(FlowStatements::teaches);
    if (learned.isEmpty()) {
      return Optional.empty();
    }
    scene.world().unreserve(before);
    scene.story().mistakes--;
    boolean first = draw.chance(70);
    var parts = new ArrayList<Statement>();
    parts.add(
        new Statement.Branch(
            "one-way",
            condition.get(),
            first ? List.of() : List.of(learned.get()),
            first ? List.of(learned.get()) : List.of()));
    for (int i = 0; i < 3; i++) {
      scene.one(FlowStatements::uses).ifPresent(parts::add);
    }
    return Optional.of(new Statement.Sequence("one-way", parts));
  }

  private static boolean teaches(String kind) {
    return kind.startsWith("bound.")
        || kind.startsWith("spill")
        || List.of("null-check", "packet", "fill", "copy", "locked").contains(kind);
  }

  private static boolean uses(String kind) {
    return List.of("index", "load", "store", "fill", "atomic").contains(kind);
  }

  private static Optional<Statement> loop(Scene scene) {
    var draw = scene.draw();
    if (!scene.world().mayCall() || !scene.mayNest()) {
      return Optional.empty();
    }
    scene.world().called();
    var counter = scene.forKeeping();
    if (counter.isEmpty()) {
      return Optional.empty();
    }
    int at = counter.get();
    int rounds = 1 + draw.below(MOST_ROUNDS);
    var world = scene.world();
    world.set(at, Content.Nothing.NOTHING);
    var limit =
        draw.chance(25)
            ? scene.some(
                world.registers(c -> c instanceof Scalar s && s.isWithin(MOST_ROUNDS)).stream()
                    .filter(r -> r > 5)
                    .toList())
            : Optional.<Integer>empty();
    long last =
        limit.isPresent() && world.register(limit.get()) instanceof Scalar s
            ? Math.max(s.max(), 1) - 1
            : rounds - 1;
    var before = world.copy();
    world.set(at, new Scalar(0, last));
    var inside = world.repeated(limit.map(l -> List.of(at, l)).orElse(List.of(at)));
    var head = inside.copy();
    boolean limited = draw.chance(25);
    scene.enter(inside);
    var body = new ArrayList<>(scene.way(1 + draw.below(LONGEST_BODY)));
    body.add(Statement.Straight.of("loop.count", Code.alu(Width.W64, AluOperation.ADD, at, 1)));
    var after = limited ? head.joined(scene.world()) : scene.world();
    scene.enter(after.released(before));
    if (scene.mistake()) {
      scene.world().mistake(before, draw);
    }
    scene.world().set(at, new Scalar(limited ? 0 : 1, last + 1));
    var width = draw.pick(Width.W32, Width.W64);
    var condition =
        draw.pick(
            JumpCondition.LESS,
            JumpCondition.LESS,
            JumpCondition.SIGNED_LESS,
            limit.isPresent() ? JumpCondition.LESS : JumpCondition.NOT_EQUAL);
    var again =
        limit
            .map(l -> Code.jumpRegister(width, condition, at, l))
            .orElseGet(() -> Code.jump(width, condition, at, rounds));
    return Optional.of(
        Statement.Sequence.of(
            "loop",
            Statement.Straight.of("loop.start", Code.set(at, 0)),
            new Statement.Loop(limited ? "loop.limited" : "loop", limited, body, again)));
  }
}
