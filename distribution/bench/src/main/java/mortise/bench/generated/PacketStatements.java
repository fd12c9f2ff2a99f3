package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;

/// Fields of the contexts that carry packets, and packets: how long they are at least is found out
/// in each of the ways that count, at constant and at variable offsets.
public final class PacketStatements implements StatementSource {
  private static final Region PACKET = new Region("packet", false, false, false);
  private static final Content END = new Content.Token("packet end");
  private static final int MOST_BYTES = 64;

  /// What is where in a context.
  ///
  /// @param readable fields of four bytes
  /// @param writable those of them that may be written
  private record Layout(int data, int end, List<Integer> readable, List<Integer> writable) {}

  /// `struct __sk_buff`.
  private static final Layout BUFFER =
      new Layout(
          76, 80, List.of(0, 8, 12, 16, 32, 40, 44, 48, 52, 64, 68), List.of(8, 32, 44, 48, 60));

  /// `struct xdp_md`.
  private static final Layout EXPRESS = new Layout(0, 4, List.of(12, 16), List.of());

  @Override
  public List<Offer> offers(Template template) {
    return switch (template.type()) {
      case "sched_cls" -> offers(BUFFER);
      case "xdp" -> offers(EXPRESS);
      default -> List.of();
    };
  }

  private static List<Offer> offers(Layout layout) {
    var offers = new ArrayList<Offer>();
    offers.add(new Offer("context.load", 14, scene -> load(scene, layout)));
    offers.add(new Offer("packet", 14, scene -> packet(scene, layout, false)));
    offers.add(new Offer("packet.variable", 7, scene -> packet(scene, layout, true)));
    if (!layout.writable().isEmpty()) {
      offers.add(new Offer("context.store", 3, scene -> store(scene, layout)));
    }
    return offers;
  }

  private static Optional<Integer> context(Scene scene) {
    return scene.register(c -> c.equals(Content.Token.CONTEXT));
  }

  private static Optional<Statement> load(Scene scene, Layout layout) {
    var context = context(scene);
    var to = scene.forNumber();
    if (context.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    scene.world().set(to.get(), Scalar.WORD);
    return Optional.of(
        Statement.Straight.of(
            "context.load",
            Code.load(
                MemorySize.WORD, to.get(), context.get(), scene.draw().pick(layout.readable()))));
  }

  private static Optional<Statement> store(Scene scene, Layout layout) {
    var context = context(scene);
    var from = scene.number();
    if (context.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Statement.Straight.of(
            "context.store",
            Code.storeRegister(
                MemorySize.WORD, context.get(), scene.draw().pick(layout.writable()), from.get())));
  }

  /// How a pointer is found to lie before a packet's end.
  ///
  /// @param far the condition under which it does not
  /// @param further whether there is one byte more than was asked for
  private record Check(Line far, boolean further) {}

  private static Check check(Scene scene, int pointer, int end) {
    return switch (scene.draw().below(4)) {
      case 0 -> new Check(jump(JumpCondition.GREATER, pointer, end), false);
      case 1 -> new Check(jump(JumpCondition.GREATER_OR_EQUAL, pointer, end), true);
      case 2 -> new Check(jump(JumpCondition.LESS, end, pointer), false);
      default -> new Check(jump(JumpCondition.LESS_OR_EQUAL, end, pointer), true);
    };
  }

  private static Line jump(JumpCondition condition, int left, int right) {
    return Code.jumpRegister(Width.W64, condition, left, right);
  }

  private static Optional<Statement> packet(Scene scene, Layout layout, boolean variable) {
    var world = scene.world();
    var draw = scene.draw();
    String kind = variable ? "packet.variable" : "packet";
    var context = context(scene);
    var by =
        variable
            ? scene.register(c -> c instanceof Scalar s && s.isWithin(0x7fff))
            : Optional.<Integer>empty();
    if (context.isEmpty() || (variable && by.isEmpty())) {
      return Optional.empty();
    }
    var registers = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      var free =
          scene
              .forAnything()
              .filter(r -> !registers.contains(r) && !by.equals(Optional.of(r)))
              .filter(r -> !context.equals(Optional.of(r)));
      if (free.isEmpty()) {
        return Optional.empty();
      }
      registers.add(free.get());
    }
    int data = registers.get(0);
    int end = registers.get(1);
    int probe = registers.get(2);
    int bytes = 1 + draw.below(draw.chance(50) ? MOST_BYTES : 8);
    var lines = new ArrayList<Line>();
    lines.add(Code.load(MemorySize.WORD, data, context.get(), layout.data()));
    lines.add(Code.load(MemorySize.WORD, end, context.get(), layout.end()));
    by.ifPresent(b -> lines.add(Code.aluRegister(Width.W64, AluOperation.ADD, data, b)));
    lines.add(Code.move(probe, data));
    lines.add(Code.alu(Width.W64, AluOperation.ADD, probe, bytes));
    var check = check(scene, probe, end);
    var start = new Statement.Straight(kind, lines);
    long size = (long) bytes + (check.further() ? 1 : 0) + (scene.mistake() ? 1 : 0);
    int id = scene.newId();
    var checked = new Memory(PACKET, id, false, !variable, 0, size);
    world.set(end, END);
    world.set(data, checked);
    world.set(probe, checked.moved(bytes));
    if (world.mayReturn() && draw.chance(60)) {
      return Optional.of(Statement.Sequence.of(kind, start, scene.leaveIf(kind, check.far())));
    }
    if (!scene.mayNest()) {
      return Optional.empty();
    }
    var before = world.copy();
    before.forget(id);
    var body = scene.way(1 + draw.below(4));
    scene.join(before);
    return Optional.of(
        Statement.Sequence.of(
            kind, start, new Statement.Branch(kind, check.far(), List.of(), body)));
  }
}
