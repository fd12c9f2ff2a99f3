package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Content.Scalar;

/// The ways in which a number comes to be known as small: by arithmetic, and by comparisons of
/// either width and sign, of itself, a copy, a number linked with it, or after it was spilled.
final class BoundStatements implements StatementSource {
  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        offer("bound.mask", 6, BoundStatements::mask),
        offer("bound.compared", 12, BoundStatements::compared),
        offer("bound.signed", 7, BoundStatements::signed),
        offer("bound.half", 7, BoundStatements::half),
        offer("bound.half-shifted", 4, BoundStatements::halfShifted),
        offer("bound.copy", 7, BoundStatements::onCopy),
        offer("bound.linked", 7, BoundStatements::linked),
        offer("bound.spilled", 7, BoundStatements::spilled),
        offer("bound.shifted", 5, BoundStatements::shifted),
        offer("bound.tested", 5, BoundStatements::tested),
        offer("bound.equal", 3, BoundStatements::equal),
        offer("bound.between", 6, BoundStatements::between),
        offer("bound.computed", 8, BoundStatements::computed),
        offer("bound.sum", 4, BoundStatements::sum),
        offer("bound.extended", 5, BoundStatements::extended),
        offer("bound.either", 6, BoundStatements::either),
        offer("bound.register", 6, BoundStatements::byRegister));
  }

  /// Bounds register `to`; false if it cannot be done here.
  private interface Way {
    boolean write(Attempt attempt, int to, int most);
  }

  private static Offer offer(String kind, int weight, Way way) {
    return new Offer(
        kind,
        weight,
        scene -> {
          var to = scene.changeableNumber();
          if (to.isEmpty()) {
            return Optional.empty();
          }
          var attempt = new Attempt(kind, scene, new ArrayList<>());
          int most = scene.draw().pick(1, 3, 7, 8, 15, 16, 24, 31, 32, 40, 47, 56, 60, 63);
          if (!way.write(attempt, to.get(), most)) {
            return Optional.empty();
          }
          if (scene.draw().chance(60)) {
            MemoryStatements.index(scene, to.get()).ifPresent(attempt.statements()::add);
          }
          return Optional.of(new Statement.Sequence(kind, attempt.statements()));
        });
  }

  /// What was written so far.
  private record Attempt(String kind, Scene scene, List<Statement> statements) {
    Draw draw() {
      return scene.draw();
    }

    void add(Line... lines) {
      statements.add(Statement.Straight.of(kind, lines));
    }

    void is(int register, long min, long max) {
      scene.world().set(register, new Scalar(min, max));
    }

    /// Where the condition holds, either the function is left, or the register becomes 0 to `most`.
    void guard(Line condition, int register, int most) {
      if (scene.mistake()) {
        return;
      }
      if (scene.world().mayReturn() && draw().chance(65)) {
        statements.add(scene.leaveIf(kind, condition));
      } else {
        statements.add(
            new Statement.Branch(
                kind,
                condition,
                List.of(Statement.Straight.of(kind, Code.set(register, draw().below(most + 1)))),
                List.of()));
      }
    }

    /// Leaves the function where the condition holds.
    void leaveIf(Line condition) {
      if (scene.mistake()) {
        return;
      }
      statements.add(scene.leaveIf(kind, condition));
    }

    boolean mayLeave() {
      return scene.world().mayReturn();
    }

    /// `register > most`, unsigned, one way or another.
    Line above(Width width, int register, int most) {
      int limit = scene.mistake() ? most + 1 : most;
      return draw().chance(60)
          ? Code.jump(width, JumpCondition.GREATER, register, limit)
          : Code.jump(width, JumpCondition.GREATER_OR_EQUAL, register, limit + 1);
    }

    Optional<Integer> other(int than) {
      return scene.forNumber().filter(r -> r != than);
    }
  }

  private static int mask(int most) {
    return Integer.highestOneBit(most) * 2 - 1;
  }

  private static boolean mask(Attempt at, int to, int most) {
    int mask = at.draw().chance(70) ? mask(most) : most;
    var width = at.draw().pick(Width.W32, Width.W64);
    at.add(Code.alu(width, AluOperation.AND, to, mask));
    at.is(to, 0, mask);
    return true;
  }

  private static boolean compared(Attempt at, int to, int most) {
    at.guard(at.above(Width.W64, to, most), to, most);
    at.is(to, 0, most);
    return true;
  }

  private static boolean signed(Attempt at, int to, int most) {
    var high = Code.jump(Width.W64, JumpCondition.SIGNED_GREATER, to, most);
    var low =
        at.draw().chance(50)
            ? Code.jump(Width.W64, JumpCondition.SIGNED_LESS, to, 0)
            : Code.jump(Width.W64, JumpCondition.SIGNED_LESS_OR_EQUAL, to, -1);
    boolean lowFirst = at.draw().chance(50);
    at.guard(lowFirst ? low : high, to, most);
    at.guard(lowFirst ? high : low, to, most);
    at.is(to, 0, most);
    return true;
  }

  private static boolean half(Attempt at, int to, int most) {
    boolean clearedFirst = at.draw().chance(60);
    if (clearedFirst) {
      at.add(Code.move32(to, to));
    }
    if (at.draw().chance(30)) {
      at.guard(Code.jump(Width.W32, JumpCondition.SIGNED_GREATER, to, most), to, most);
      at.guard(Code.jump(Width.W32, JumpCondition.SIGNED_LESS, to, 0), to, most);
    } else {
      at.guard(at.above(Width.W32, to, most), to, most);
    }
    if (!clearedFirst) {
      at.add(Code.move32(to, to));
    }
    at.is(to, 0, most);
    return true;
  }

  private static boolean halfShifted(Attempt at, int to, int most) {
    at.guard(at.above(Width.W32, to, most), to, most);
    at.add(
        Code.alu(Width.W64, AluOperation.SHIFT_LEFT, to, 32),
        Code.alu(
            Width.W64,
            at.draw().pick(AluOperation.SHIFT_RIGHT, AluOperation.ARITHMETIC_SHIFT_RIGHT),
            to,
            32));
    at.is(to, 0, mask(most));
    return true;
  }

  private static boolean onCopy(Attempt at, int to, int most) {
    var copy = at.other(to);
    if (copy.isEmpty() || !at.mayLeave()) {
      return false;
    }
    boolean boundOriginal = at.draw().chance(30);
    at.add(Code.move(copy.get(), to));
    if (at.scene().mistake()) {
      int changed = at.draw().pick(to, copy.get());
      at.add(Code.alu(at.draw().pick(Width.W32, Width.W64), AluOperation.ADD, changed, 1));
    }
    at.leaveIf(at.above(Width.W64, boundOriginal ? to : copy.get(), most));
    at.is(to, 0, most);
    at.is(copy.get(), 0, most);
    return true;
  }

  private static boolean linked(Attempt at, int to, int most) {
    var copy = at.other(to);
    if (copy.isEmpty() || !at.mayLeave()) {
      return false;
    }
    int distance = at.draw().pick(1, 2, 4, 7, 8, 31, 100);
    at.add(
        Code.move32(to, to),
        Code.move(copy.get(), to),
        Code.alu(Width.W64, AluOperation.ADD, copy.get(), distance));
    if (at.draw().chance(70)) {
      at.leaveIf(at.above(Width.W64, copy.get(), most + distance));
      at.leaveIf(Code.jump(Width.W64, JumpCondition.LESS, copy.get(), distance));
    } else {
      at.leaveIf(at.above(Width.W64, to, most));
    }
    at.is(to, 0, most);
    at.is(copy.get(), distance, (long) most + distance);
    return true;
  }

  private static boolean spilled(Attempt at, int to, int most) {
    var world = at.scene().world();
    int slot = at.draw().below(World.SLOTS);
    if (!at.mayLeave() || !world.takesSlot(slot, Scalar.ANY)) {
      return false;
    }
    var filled = at.scene().forNumber();
    if (filled.isEmpty()) {
      return false;
    }
    int offset = World.offset(slot);
    boolean whole = at.draw().chance(70);
    var size = whole ? MemorySize.DOUBLE : MemorySize.WORD;
    if (!whole) {
      at.add(Code.move32(to, to));
    }
    at.add(Code.storeRegister(size, 10, offset, to));
    at.leaveIf(at.above(Width.W64, to, most));
    at.add(Code.load(size, filled.get(), 10, offset));
    at.is(to, 0, most);
    world.setSlot(
        slot,
        whole
            ? new Scalar(0, most)
            : world.slot(slot) instanceof Scalar ? Scalar.ANY : Content.Nothing.NOTHING);
    at.is(filled.get(), 0, most);
    return true;
  }

  private static boolean shifted(Attempt at, int to, int most) {
    int bits = Integer.bitCount(mask(most));
    var width = at.draw().pick(Width.W32, Width.W64);
    int by = width.bits() - bits;
    if (at.draw().chance(40)) {
      at.add(Code.alu(width, AluOperation.SHIFT_LEFT, to, by));
    }
    at.add(Code.alu(width, AluOperation.SHIFT_RIGHT, to, by));
    at.is(to, 0, mask(most));
    return true;
  }

  private static boolean tested(Attempt at, int to, int most) {
    int mask = mask(most);
    at.guard(Code.jump(Width.W64, JumpCondition.TEST, to, ~mask), to, mask);
    at.is(to, 0, mask);
    return true;
  }

  private static boolean equal(Attempt at, int to, int most) {
    at.guard(Code.jump(Width.W64, JumpCondition.NOT_EQUAL, to, most), to, most);
    at.is(to, 0, most);
    return true;
  }

  private static boolean between(Attempt at, int to, int most) {
    int least = at.draw().below(most + 1);
    if (!at.mayLeave()) {
      return false;
    }
    var low = Code.jump(Width.W64, JumpCondition.LESS, to, least);
    var high = at.above(Width.W64, to, most);
    boolean lowFirst = at.draw().chance(50);
    at.leaveIf(lowFirst ? low : high);
    at.leaveIf(lowFirst ? high : low);
    at.is(to, least, most);
    return true;
  }

  private static boolean computed(Attempt at, int to, int most) {
    int mask = mask(Math.min(most, 15));
    at.add(Code.alu(Width.W64, AluOperation.AND, to, mask));
    switch (at.draw().below(6)) {
      case 0 -> {
        at.add(Code.alu(Width.W64, AluOperation.ADD, to, 5));
        at.is(to, 5, mask + 5L);
      }
      case 1 -> {
        at.add(Code.negate(Width.W64, to), Code.alu(Width.W64, AluOperation.ADD, to, mask + 2));
        at.is(to, 2, mask + 2L);
      }
      case 2 -> {
        at.add(Code.alu(Width.W64, AluOperation.MULTIPLY, to, 3));
        at.is(to, 0, mask * 3L);
      }
      case 3 -> {
        at.add(Code.alu(Width.W64, AluOperation.OR, to, 16));
        at.is(to, 16, mask | 16);
      }
      case 4 -> {
        at.add(
            Code.alu(Width.W64, AluOperation.SUBTRACT, to, 3),
            Code.alu(Width.W64, AluOperation.AND, to, 31));
        at.is(to, 0, 31);
      }
      default -> {
        at.add(
            Code.alu(Width.W64, AluOperation.SHIFT_LEFT, to, 60),
            Code.alu(Width.W64, AluOperation.ARITHMETIC_SHIFT_RIGHT, to, 63),
            Code.alu(Width.W64, AluOperation.AND, to, most));
        at.is(to, 0, most);
      }
    }
    return true;
  }

  private static boolean sum(Attempt at, int to, int most) {
    var world = at.scene().world();
    var other =
        at.scene()
            .some(
                world.registers(c -> c instanceof Scalar s && s.isWithin(40)).stream()
                    .filter(r -> r != to)
                    .toList());
    if (other.isEmpty() || !(world.register(other.get()) instanceof Scalar by)) {
      return false;
    }
    int mask = mask(Math.min(most, 15));
    at.add(
        Code.alu(Width.W64, AluOperation.AND, to, mask),
        Code.aluRegister(Width.W64, AluOperation.ADD, to, other.get()));
    at.is(to, by.min(), mask + by.max());
    return true;
  }

  private static boolean extended(Attempt at, int to, int most) {
    var width = at.draw().pick(Width.W32, Width.W64);
    int bits = at.draw().pick(8, 16);
    at.add(Code.extend(width, to, to, bits));
    at.guard(Code.jump(width, JumpCondition.SIGNED_GREATER, to, most), to, most);
    at.guard(Code.jump(width, JumpCondition.SIGNED_LESS, to, 0), to, most);
    at.is(to, 0, most);
    return true;
  }

  /// One of two numbers, by something that is not known.
  private static boolean either(Attempt at, int to, int most) {
    var draw = at.draw();
    var condition =
        Code.jump(
            draw.pick(Width.W32, Width.W64),
            draw.pick(List.of(JumpCondition.values())),
            to,
            draw.immediate());
    int mask = mask(draw.pick(1, 3, 7));
    List<Statement> one = List.of(Statement.Straight.of(at.kind(), Code.set(to, most)));
    var other =
        draw.chance(50)
            ? Statement.Straight.of(at.kind(), Code.set(to, 0))
            : Statement.Straight.of(at.kind(), Code.alu(Width.W64, AluOperation.AND, to, mask));
    at.statements().add(new Statement.Branch(at.kind(), condition, one, List.of(other)));
    at.is(to, 0, Math.max(most, mask));
    return true;
  }

  private static boolean byRegister(Attempt at, int to, int most) {
    var world = at.scene().world();
    var known =
        at.scene()
            .some(
                world.registers(c -> c instanceof Scalar s && s.isWithin(63)).stream()
                    .filter(r -> r != to)
                    .toList());
    int limit;
    long max;
    if (known.isPresent() && world.register(known.get()) instanceof Scalar s) {
      limit = known.get();
      max = s.max();
    } else {
      var free = at.other(to);
      if (free.isEmpty()) {
        return false;
      }
      limit = free.get();
      max = most;
      at.add(Code.set(limit, most));
      at.is(limit, most, most);
    }
    boolean swapped = at.draw().chance(50);
    at.guard(
        swapped
            ? Code.jumpRegister(Width.W64, JumpCondition.LESS, limit, to)
            : Code.jumpRegister(Width.W64, JumpCondition.GREATER, to, limit),
        to,
        (int) max);
    at.is(to, 0, max);
    return true;
  }
}
