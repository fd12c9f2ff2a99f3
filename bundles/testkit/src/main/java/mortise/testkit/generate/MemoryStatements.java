package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Scalar;

/// Accesses through pointers, up to the first and last byte that the numbers added to them allow.
final class MemoryStatements implements StatementSource {
  private static final List<MemorySize> SIZES = List.of(MemorySize.values());

  /// BPF_ADD, OR, AND, XOR without and with BPF_FETCH, BPF_XCHG, BPF_CMPXCHG.
  private static final List<Integer> ATOMICS =
      List.of(0x00, 0x40, 0x50, 0xa0, 0x01, 0x41, 0x51, 0xa1, 0xe1, 0xf1);

  private static final int COMPARE_EXCHANGE = 0xf1;
  private static final int FETCH = 1;

  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        new Offer("load", 16, MemoryStatements::load),
        new Offer("store", 10, MemoryStatements::store),
        new Offer("index", 45, MemoryStatements::index),
        new Offer("index.either", 12, MemoryStatements::indexEither),
        new Offer("move", 5, MemoryStatements::move),
        new Offer("atomic", 8, MemoryStatements::atomic));
  }

  /// Where an access of some size may be.
  private record Place(MemorySize size, int offset) {}

  private static Optional<Place> place(Scene scene, Memory memory, List<MemorySize> sizes) {
    var draw = scene.draw();
    var size = draw.pick(sizes);
    long from = memory.from();
    long to = memory.to() - size.bytes();
    if (to < from || Math.abs(from) > 512 || Math.abs(to) > 512) {
      return Optional.empty();
    }
    long offset =
        switch (draw.below(4)) {
          case 0 -> from;
          case 1 -> draw.between(from, to);
          default -> to;
        };
    if (memory.region().aligned()) {
      if (!memory.exact()) {
        size = MemorySize.BYTE;
      }
      offset -= Math.floorMod(offset - from, size.bytes());
    }
    if (scene.mistake()) {
      offset = draw.chance(50) ? from - 1 : to + 1;
    }
    return Optional.of(new Place(size, (int) offset));
  }

  /// The bytes of the running function's frame that an access of `memory` may touch, relative to
  /// the frame pointer.
  private static long[] frameBytes(Memory memory, Place place) {
    long lowest = World.offset(World.SLOTS - 1) - memory.from();
    long highest = -memory.to();
    return new long[] {lowest + place.offset(), highest + place.offset() + place.size().bytes()};
  }

  private static boolean mayRead(Scene scene, Memory memory, Place place) {
    if (!memory.region().equals(StackStatements.STACK)) {
      return true;
    }
    long[] bytes = frameBytes(memory, place);
    return scene.world().stackIsScalar(bytes[0], bytes[1]);
  }

  private static boolean mayWrite(Scene scene, Memory memory, Place place) {
    if (!memory.region().equals(StackStatements.STACK)) {
      return true;
    }
    long[] bytes = frameBytes(memory, place);
    return scene.world().stackIsFree(bytes[0], bytes[1]);
  }

  private static void written(Scene scene, Memory memory, Place place) {
    if (memory.region().equals(StackStatements.STACK) && !scene.mistake()) {
      long[] bytes = frameBytes(memory, place);
      scene.world().stackWritten(bytes[0], bytes[1]);
    }
  }

  private static Optional<Statement> load(Scene scene) {
    return scene.memory(m -> m.size() > 0).flatMap(base -> load(scene, "load", base));
  }

  private static Optional<Statement> load(Scene scene, String kind, int base) {
    var draw = scene.draw();
    if (!(scene.world().register(base) instanceof Memory memory)) {
      return Optional.empty();
    }
    var place = place(scene, memory, SIZES).filter(p -> mayRead(scene, memory, p));
    var to = scene.forNumber();
    if (place.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    var size = place.get().size();
    boolean signed = size != MemorySize.DOUBLE && draw.chance(25);
    int offset = place.get().offset();
    scene.world().set(to.get(), signed ? Scalar.ANY : Scalar.ofBits(size.bytes() * 8));
    return Optional.of(
        Statement.Straight.of(
            kind,
            signed
                ? Code.loadSigned(size, to.get(), base, offset)
                : Code.load(size, to.get(), base, offset)));
  }

  private static Optional<Statement> store(Scene scene) {
    return scene.memory(m -> m.size() > 0).flatMap(base -> store(scene, "store", base));
  }

  private static Optional<Statement> store(Scene scene, String kind, int base) {
    var draw = scene.draw();
    if (!(scene.world().register(base) instanceof Memory memory)) {
      return Optional.empty();
    }
    var place = place(scene, memory, SIZES).filter(p -> mayWrite(scene, memory, p));
    if (place.isEmpty()) {
      return Optional.empty();
    }
    var number = scene.number();
    var size = place.get().size();
    int offset = place.get().offset();
    written(scene, memory, place.get());
    return Optional.of(
        Statement.Straight.of(
            kind,
            number.isPresent() && draw.chance(60)
                ? Code.storeRegister(size, base, offset, number.get())
                : Code.store(size, base, offset, draw.immediate())));
  }

  /// A number added to a pointer, and an access as far out as that allows.
  private static Optional<Statement> index(Scene scene) {
    return scene
        .register(c -> c instanceof Scalar s && s.isWithin(100))
        .flatMap(by -> index(scene, by));
  }

  /// The same with the number in register `by`.
  static Optional<Statement> index(Scene scene, int by) {
    var world = scene.world();
    var draw = scene.draw();
    if (!(world.register(by) instanceof Scalar number)) {
      return Optional.empty();
    }
    long spread = number.max() - number.min();
    var base = scene.memory(m -> m.region().indexed() && m.size() > spread);
    if (base.isEmpty() || !(world.register(base.get()) instanceof Memory memory)) {
      return Optional.empty();
    }
    // What lies before a pointer is out of reach, but for one that was moved by a number before.
    boolean down = !memory.region().aligned() && draw.chance(memory.exact() ? 1 : 20);
    boolean inPlace = world.isFree(base.get()) && draw.chance(20);
    var to = inPlace ? base : scene.forAnything().filter(r -> r != by);
    if (to.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<Line>();
    if (!inPlace) {
      lines.add(Code.move(to.get(), base.get()));
    }
    lines.add(
        Code.aluRegister(Width.W64, down ? AluOperation.SUBTRACT : AluOperation.ADD, to.get(), by));
    var before = world.register(to.get());
    world.set(
        to.get(),
        down ? memory.indexed(new Scalar(-number.max(), -number.min())) : memory.indexed(number));
    var access = draw.chance(60) ? load(scene, "index", to.get()) : store(scene, "index", to.get());
    if (access.isEmpty()) {
      world.set(to.get(), before);
    }
    return access.map(
        a -> Statement.Sequence.of("index", new Statement.Straight("index", lines), a));
  }

  /// A pointer moved by different numbers on two ways, and an access behind both.
  private static Optional<Statement> indexEither(Scene scene) {
    var world = scene.world();
    var draw = scene.draw();
    var by = scene.register(c -> c instanceof Scalar s && s.isWithin(32));
    var base = scene.memory(m -> m.region().indexed() && m.size() > 32);
    var to = scene.forAnything().filter(r -> !by.equals(Optional.of(r)));
    var condition = FlowStatements.condition(scene);
    if (by.isEmpty()
        || base.isEmpty()
        || to.isEmpty()
        || condition.isEmpty()
        || !(world.register(by.get()) instanceof Scalar number)
        || !(world.register(base.get()) instanceof Memory memory)
        || usesRegister(condition.get(), to.get())) {
      return Optional.empty();
    }
    String kind = "index.either";
    int constant = draw.below(40);
    List<Statement> variable =
        List.of(
            Statement.Straight.of(
                kind, Code.aluRegister(Width.W64, AluOperation.ADD, to.get(), by.get())));
    List<Statement> fixed =
        List.of(
            Statement.Straight.of(kind, Code.alu(Width.W64, AluOperation.ADD, to.get(), constant)));
    boolean swapped = draw.chance(50);
    var both =
        memory.indexed(
            new Scalar(Math.min(number.min(), constant), Math.max(number.max(), constant)));
    var one = draw.chance(50) ? memory.indexed(number) : memory.moved(constant);
    world.set(to.get(), scene.mistake() ? one : both);
    var start = Statement.Straight.of(kind, Code.move(to.get(), base.get()));
    var branch =
        new Statement.Branch(
            kind, condition.get(), swapped ? fixed : variable, swapped ? variable : fixed);
    var access = draw.chance(60) ? load(scene, kind, to.get()) : store(scene, kind, to.get());
    return access.map(a -> Statement.Sequence.of(kind, start, branch, a));
  }

  private static boolean usesRegister(Line condition, int register) {
    return condition.raw().destination() == register || condition.raw().source() == register;
  }

  private static Optional<Statement> move(Scene scene) {
    var draw = scene.draw();
    var base = scene.memory(m -> m.size() > 0 && m.region().indexed());
    var to = scene.forAnything();
    if (base.isEmpty()
        || to.isEmpty()
        || !(scene.world().register(base.get()) instanceof Memory memory)) {
      return Optional.empty();
    }
    int by = (int) (memory.from() + draw.below((int) Math.min(memory.size(), 128)));
    if (draw.chance(30)) {
      by &= ~7;
    }
    scene.world().set(to.get(), memory.moved(by));
    return Optional.of(
        Statement.Straight.of(
            "move",
            Code.move(to.get(), base.get()),
            draw.chance(70)
                ? Code.alu(Width.W64, AluOperation.ADD, to.get(), by)
                : Code.alu(Width.W64, AluOperation.SUBTRACT, to.get(), -by)));
  }

  private static Optional<Statement> atomic(Scene scene) {
    var draw = scene.draw();
    var world = scene.world();
    var base = scene.memory(m -> m.region().atomic() && m.exact() && m.size() > 0);
    int operation = draw.pick(ATOMICS);
    boolean fetches = (operation & FETCH) != 0;
    var from = fetches ? scene.changeableNumber() : scene.number();
    if (base.isEmpty()
        || from.isEmpty()
        || !(world.register(base.get()) instanceof Memory memory)) {
      return Optional.empty();
    }
    if (operation == COMPARE_EXCHANGE
        && !(world.register(0) instanceof Scalar && world.takesNumbers(0))) {
      return Optional.empty();
    }
    var size = draw.pick(MemorySize.WORD, MemorySize.DOUBLE);
    long last = memory.to() - size.bytes();
    if (last < memory.from() || Math.abs(last) > 512) {
      return Optional.empty();
    }
    long offset = draw.between(memory.from(), last);
    offset -= Math.floorMod(offset - memory.from(), size.bytes());
    var place = new Place(size, (int) offset);
    if (!mayRead(scene, memory, place) || !mayWrite(scene, memory, place)) {
      return Optional.empty();
    }
    written(scene, memory, place);
    if (fetches) {
      world.set(operation == COMPARE_EXCHANGE ? 0 : from.get(), Scalar.ofBits(size.bytes() * 8));
    }
    return Optional.of(
        Statement.Straight.of(
            "atomic", Code.atomic(size, base.get(), (int) offset, from.get(), operation)));
  }
}
