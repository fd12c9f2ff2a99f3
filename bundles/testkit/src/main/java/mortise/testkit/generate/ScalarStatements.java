package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.Width;
import mortise.testkit.generate.Content.Scalar;

/// Arithmetic on numbers, whatever they are.
final class ScalarStatements implements StatementSource {
  private static final List<AluOperation> OPERATIONS = List.of(AluOperation.values());

  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        new Offer("constant", 10, ScalarStatements::constant),
        new Offer("copy", 12, ScalarStatements::copy),
        new Offer("arithmetic", 25, ScalarStatements::arithmetic),
        new Offer("arithmetic.register", 20, ScalarStatements::arithmeticRegister),
        new Offer("extend", 6, ScalarStatements::extend),
        new Offer("swap", 4, ScalarStatements::swap),
        new Offer("negate", 3, ScalarStatements::negate));
  }

  private static Width width(Draw draw) {
    return draw.chance(45) ? Width.W32 : Width.W64;
  }

  private static Scalar any(Width width) {
    return width == Width.W32 ? Scalar.WORD : Scalar.ANY;
  }

  private static Optional<Statement> constant(Scene scene) {
    return scene
        .forNumber()
        .map(
            to -> {
              var draw = scene.draw();
              long value = draw.number();
              var lines =
                  switch (draw.below(3)) {
                    case 0 -> List.of(Code.set(to, (int) value));
                    case 1 -> List.of(Code.set32(to, (int) value));
                    default -> Code.setWide(to, value);
                  };
              long is =
                  lines.size() == 2
                      ? value
                      : lines.getFirst().raw().opcode() == 0xb7
                          ? (int) value
                          : value & 0xffff_ffffL;
              scene.world().set(to, Scalar.of(is));
              return new Statement.Straight("constant", lines);
            });
  }

  private static Optional<Statement> copy(Scene scene) {
    var world = scene.world();
    var from = scene.register(c -> !(c instanceof Content.Nothing));
    if (from.isEmpty()) {
      return Optional.empty();
    }
    var content = world.register(from.get());
    boolean number = content instanceof Scalar;
    return (number ? scene.forNumber() : scene.forAnything())
        .filter(to -> !to.equals(from.get()))
        .map(
            to -> {
              boolean half = content instanceof Scalar && scene.draw().chance(25);
              boolean fits = content instanceof Scalar scalar && scalar.isWithin(0xffff_ffffL);
              world.set(to, half && !fits ? Scalar.WORD : content);
              return Statement.Straight.of(
                  "copy", half ? Code.move32(to, from.get()) : Code.move(to, from.get()));
            });
  }

  private static Optional<Statement> arithmetic(Scene scene) {
    return scene
        .changeableNumber()
        .map(
            to -> {
              var draw = scene.draw();
              var lines = new ArrayList<Line>();
              int count = draw.chance(30) ? 2 : 1;
              for (int i = 0; i < count; i++) {
                var width = width(draw);
                var operation = draw.pick(OPERATIONS);
                int value = operand(draw, operation, width);
                lines.add(Code.alu(width, operation, to, value));
                scene.world().set(to, any(width));
              }
              return new Statement.Straight("arithmetic", lines);
            });
  }

  /// Shifts further than the width and divisions by a constant zero are no programs.
  private static int operand(Draw draw, AluOperation operation, Width width) {
    return switch (operation) {
      case SHIFT_LEFT, SHIFT_RIGHT, ARITHMETIC_SHIFT_RIGHT ->
          draw.chance(40) ? draw.pick(0, 1, 31, width.bits() - 1) : draw.below(width.bits());
      case DIVIDE, SIGNED_DIVIDE, MODULO, SIGNED_MODULO -> {
        int value = draw.immediate();
        yield value == 0 ? 1 : value;
      }
      default -> draw.immediate();
    };
  }

  private static Optional<Statement> arithmeticRegister(Scene scene) {
    var to = scene.changeableNumber();
    var from = scene.number();
    if (to.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    var draw = scene.draw();
    var width = width(draw);
    var lines = new ArrayList<Line>();
    var operation = draw.pick(OPERATIONS);
    lines.add(Code.aluRegister(width, operation, to.get(), from.get()));
    scene.world().set(to.get(), any(width));
    return Optional.of(new Statement.Straight("arithmetic.register", lines));
  }

  private static Optional<Statement> extend(Scene scene) {
    var from = scene.number();
    return from.isEmpty()
        ? Optional.empty()
        : scene
            .forNumber()
            .map(
                to -> {
                  var width = width(scene.draw());
                  int bits =
                      width == Width.W32 ? scene.draw().pick(8, 16) : scene.draw().pick(8, 16, 32);
                  scene.world().set(to, any(width));
                  return Statement.Straight.of("extend", Code.extend(width, to, from.get(), bits));
                });
  }

  private static Optional<Statement> swap(Scene scene) {
    return scene
        .changeableNumber()
        .map(
            to -> {
              int bits = scene.draw().pick(16, 32, 64);
              scene.world().set(to, Scalar.ofBits(bits));
              return Statement.Straight.of(
                  "swap",
                  switch (scene.draw().below(3)) {
                    case 0 -> Code.swap(to, bits);
                    case 1 -> Code.bigEndian(to, bits);
                    default -> Code.littleEndian(to, bits);
                  });
            });
  }

  private static Optional<Statement> negate(Scene scene) {
    return scene
        .changeableNumber()
        .map(
            to -> {
              var width = width(scene.draw());
              scene.world().set(to, any(width));
              return Statement.Straight.of("negate", Code.negate(width, to));
            });
  }
}
