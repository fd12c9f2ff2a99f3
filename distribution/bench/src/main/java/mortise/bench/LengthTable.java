package mortise.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.object.RawInstruction;

/// Whether the time for one instruction grows with the length of the program: generated programs of
/// 1,000 to 1,000,000 instructions of several shapes.
final class LengthTable {
  private static final int[] LENGTHS = {1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};
  private static final int RANDOM = 7;
  private static final int BAR = 40;

  /// What programs are made of.
  enum Shape {
    /// Arithmetic, known and unknown.
    STRAIGHT(1),
    /// Numbers written to the stack and read back.
    STACK(1),
    /// Branches that come together again, which both are followed.
    BRANCHES(2),
    /// Calls of a function that gives an unknown number, with bounds checked.
    CALLS(1);

    /// How many instructions are processed for each that there is, at most.
    private final int processed;

    Shape(int processed) {
      this.processed = processed;
    }
  }

  private LengthTable() {}

  /// @param object any object with an accepted program, whose instructions are replaced
  /// @param seconds of CPU time for each length
  static void print(Path object, double seconds, Consumer<List<String>> out) {
    var program = Subjects.load(Subjects.accepted(object).getFirst());
    out.accept(List.of("shape", "length", "insns", "us", "ns/insn", ""));
    for (var shape : Shape.values()) {
      // To warm up.
      time(program.with(slots(shape, 10_000)), seconds);
      double most = 0;
      var lines = new ArrayList<double[]>();
      for (int length : LENGTHS) {
        if ((long) length * shape.processed > 1_000_000) {
          length = 1_000_000 / shape.processed;
        }
        var subject = program.with(slots(shape, length));
        double time = time(subject, seconds);
        int instructions = subject.verify().cost().instructions();
        lines.add(new double[] {length, instructions, time / 1e3, time / instructions});
        most = Math.max(most, time / instructions);
        if (length < 1_000_000 && length * shape.processed >= 1_000_000) {
          break;
        }
      }
      for (var line : lines) {
        out.accept(
            List.of(
                shape.name().toLowerCase(Locale.ROOT),
                format("%.0f", line[0]),
                format("%.0f", line[1]),
                format("%.0f", line[2]),
                format("%.1f", line[3]),
                "#".repeat((int) Math.round(BAR * line[3] / most))));
      }
    }
  }

  /// The least CPU time of some rounds, in nanoseconds.
  private static double time(LoadedProgram program, double seconds) {
    var clock = ManagementFactory.getThreadMXBean();
    double least = Double.MAX_VALUE;
    double spent = 0;
    for (int i = 0; i < 3 || spent < seconds * 1e9; i++) {
      long start = clock.getCurrentThreadCpuTime();
      if (!(program.verify() instanceof Verdict.Accepted)) {
        throw new IllegalStateException(
            "a generated program is not accepted: " + program.verify().getClass());
      }
      double took = clock.getCurrentThreadCpuTime() - start;
      least = Math.min(least, took);
      spent += took;
    }
    return least;
  }

  private static List<RawInstruction> slots(Shape shape, int length) {
    var random = new Random(length);
    var slots = new ArrayList<RawInstruction>(length);
    for (int r = 6; r <= 9; r++) {
      slots.add(slot(0x85, 0, 0, 0, RANDOM));
      slots.add(slot(0xbf, r, 0, 0, 0));
    }
    while (slots.size() < length - 8) {
      switch (shape) {
        case STRAIGHT -> {
          int[] operations = {0x07, 0x0f, 0x57, 0x4f, 0x67, 0x77, 0xb7, 0xbf, 0x2f};
          int operation = operations[random.nextInt(operations.length)];
          slots.add(slot(operation, number(random), number(random), 0, random.nextInt(32)));
        }
        case STACK -> {
          slots.add(slot(0x7b, 10, number(random), -8 * (1 + random.nextInt(32)), 0));
          slots.add(slot(0xb7, number(random), 0, 0, random.nextInt(100)));
          int offset = -8 * (1 + random.nextInt(32));
          slots.add(slot(0x7a, 10, 0, offset, random.nextInt(9)));
          slots.add(slot(0x79, number(random), 10, offset, 0));
        }
        case BRANCHES -> {
          slots.add(slot(0x85, 0, 0, 0, RANDOM));
          slots.add(slot(0x25, 0, 0, 2, random.nextInt(100)));
          slots.add(slot(0x07, number(random), 0, 0, 1));
          slots.add(slot(0x57, number(random), 0, 0, 0xffff));
          // No more than may wait at a time.
          for (int i = 0; i < Math.max(9, length / 6_000); i++) {
            slots.add(slot(0x0f, number(random), number(random), 0, 0));
          }
        }
        case CALLS -> {
          slots.add(slot(0x85, 0, 0, 0, RANDOM));
          slots.add(slot(0xbf, number(random), 0, 0, 0));
          slots.add(slot(0x57, 0, 0, 0, 63));
          slots.add(slot(0x25, 0, 0, 1, 64));
          slots.add(slot(0x0f, number(random), 0, 0, 0));
          slots.add(slot(0x05, 0, 0, 0, 0));
        }
      }
    }
    slots.add(slot(0xb7, 0, 0, 0, 0));
    slots.add(slot(0x95, 0, 0, 0, 0));
    return slots;
  }

  private static int number(Random random) {
    return 6 + random.nextInt(4);
  }

  private static RawInstruction slot(
      int opcode, int destination, int source, int offset, int immediate) {
    // Sources of instructions with an immediate must be 0.
    int register = (opcode & 0x08) != 0 || (opcode & 7) == 1 || (opcode & 7) == 3 ? source : 0;
    boolean takesBoth = register != 0 && (opcode & 7) >= 4;
    return new RawInstruction(
        opcode, destination, register, (short) offset, takesBoth ? 0 : immediate);
  }

  private static String format(String how, double number) {
    return String.format(Locale.ROOT, how, number);
  }
}
