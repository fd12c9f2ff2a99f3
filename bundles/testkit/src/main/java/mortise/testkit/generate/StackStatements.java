package mortise.testkit.generate;

import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Content.Scalar;

/// Spills and fills: whole and in part, aligned in every way, of numbers and pointers.
final class StackStatements implements StatementSource {
  /// The slots of the running function's own frame.
  static final Region STACK = new Region("stack", true, true, true);

  private static final List<MemorySize> PARTS =
      List.of(MemorySize.BYTE, MemorySize.HALF, MemorySize.WORD);

  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        new Offer("spill", 14, StackStatements::spill),
        new Offer("spill.constant", 6, StackStatements::spillConstant),
        new Offer("spill.part", 7, StackStatements::spillPart),
        new Offer("spill.either", 5, StackStatements::spillEither),
        new Offer("fill", 14, StackStatements::fill),
        new Offer("fill.part", 7, StackStatements::fillPart),
        new Offer("stack.address", 5, StackStatements::address));
  }

  private static Optional<Statement> spill(Scene scene) {
    var world = scene.world();
    var from = scene.register(c -> !(c instanceof Nothing));
    int slot = scene.draw().below(World.SLOTS);
    if (from.isEmpty() || !world.takesSlot(slot, world.register(from.get()))) {
      return Optional.empty();
    }
    world.setSlot(slot, world.register(from.get()));
    return Optional.of(
        Statement.Straight.of(
            "spill", Code.storeRegister(MemorySize.DOUBLE, 10, World.offset(slot), from.get())));
  }

  private static Optional<Statement> spillConstant(Scene scene) {
    int slot = scene.draw().below(World.SLOTS);
    int value = scene.draw().immediate();
    if (!scene.world().takesSlot(slot, Scalar.ANY)) {
      return Optional.empty();
    }
    scene.world().setSlot(slot, Scalar.of(value));
    return Optional.of(
        Statement.Straight.of(
            "spill.constant", Code.store(MemorySize.DOUBLE, 10, World.offset(slot), value)));
  }

  private static Optional<Statement> spillPart(Scene scene) {
    var world = scene.world();
    var draw = scene.draw();
    int slot = draw.below(World.SLOTS);
    var size = draw.pick(PARTS);
    int offset = World.offset(slot) + size.bytes() * draw.below(8 / size.bytes());
    var from = scene.number();
    if (!world.takesSlot(slot, Scalar.ANY)
        || (world.slot(slot) instanceof Memory && draw.chance(80))) {
      return Optional.empty();
    }
    if (!scene.mistake()) {
      world.setSlot(slot, world.slot(slot) instanceof Scalar ? Scalar.ANY : Nothing.NOTHING);
    }
    return Optional.of(
        Statement.Straight.of(
            "spill.part",
            from.isPresent() && draw.chance(60)
                ? Code.storeRegister(size, 10, offset, from.get())
                : Code.store(size, 10, offset, draw.chance(40) ? 0 : draw.immediate())));
  }

  /// Two ways that leave different kinds of bytes in one slot.
  private static Optional<Statement> spillEither(Scene scene) {
    var world = scene.world();
    var draw = scene.draw();
    int slot = draw.below(World.SLOTS);
    var number = scene.number();
    if (number.isEmpty() || !world.takesSlot(slot, Scalar.ANY)) {
      return Optional.empty();
    }
    int offset = World.offset(slot);
    var condition =
        Code.jump(
            draw.pick(Width.W32, Width.W64),
            draw.pick(List.of(JumpCondition.values())),
            number.get(),
            draw.immediate());
    var part = draw.pick(PARTS);
    var first =
        Statement.Straight.of(
            "spill.either", Code.store(MemorySize.DOUBLE, 10, offset, draw.below(64)));
    var one = Statement.Straight.of("spill.either", Code.store(part, 10, offset, draw.below(64)));
    var other =
        Statement.Straight.of(
            "spill.either", Code.storeRegister(MemorySize.DOUBLE, 10, offset, number.get()));
    var content = world.register(number.get());
    world.setSlot(slot, content.joined(new Scalar(0, 63)));
    return Optional.of(
        Statement.Sequence.of(
            "spill.either",
            first,
            new Statement.Branch(
                "spill.either",
                condition,
                List.of(other),
                draw.chance(50) ? List.of(one) : List.of())));
  }

  private static Optional<Statement> fill(Scene scene) {
    var world = scene.world();
    var slot = scene.some(world.slots(c -> !(c instanceof Nothing)));
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    var content = world.slot(slot.get());
    return (content instanceof Scalar ? scene.forNumber() : scene.forAnything())
        .map(
            to -> {
              world.set(to, content);
              return Statement.Straight.of(
                  "fill", Code.load(MemorySize.DOUBLE, to, 10, World.offset(slot.get())));
            });
  }

  private static Optional<Statement> fillPart(Scene scene) {
    var world = scene.world();
    var draw = scene.draw();
    var slot = scene.some(world.slots(c -> c instanceof Scalar));
    var to = scene.forNumber();
    if (slot.isEmpty() || to.isEmpty() || !(world.slot(slot.get()) instanceof Scalar content)) {
      return Optional.empty();
    }
    var size = draw.pick(PARTS);
    int bits = size.bytes() * 8;
    int within = draw.chance(50) ? 0 : size.bytes() * draw.below(8 / size.bytes());
    int offset = World.offset(slot.get()) + within;
    boolean signed = draw.chance(30);
    boolean same = within == 0 && content.isWithin((1L << (bits - 1)) - 1);
    world.set(to.get(), same ? content : signed ? Scalar.ANY : Scalar.ofBits(bits));
    return Optional.of(
        Statement.Straight.of(
            "fill.part",
            signed
                ? Code.loadSigned(size, to.get(), 10, offset)
                : Code.load(size, to.get(), 10, offset)));
  }

  /// A register that points at the slots, so that numbers choose among them.
  private static Optional<Statement> address(Scene scene) {
    return scene
        .forAnything()
        .map(
            to -> {
              int offset = World.offset(World.SLOTS - 1);
              scene.world().set(to, new Memory(STACK, scene.newId(), false, true, 0, -offset));
              return Statement.Straight.of(
                  "stack.address",
                  Code.move(to, 10),
                  Code.alu(Width.W64, AluOperation.ADD, to, offset));
            });
  }
}
