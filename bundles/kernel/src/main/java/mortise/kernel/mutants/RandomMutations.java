package mortise.kernel.mutants;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mortise.kernel.mutants.Mutation.Kind;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.RawInstruction;

/// Changes of a slot to anything: not a mistake that is known, but two judges must agree on it.
///
/// Like [Mutations], it leaves the number of slots and the calls of subprograms as they are. Values
/// that the loader fills in stay too: they differ from one loader to the other.
final class RandomMutations {
  /// How many changes of a slot have a name.
  static final int NUMBERS = 100_000;

  private static final int HELPERS = 211;
  private static final int REGISTERS = 11;
  private static final int CALL = 0x85;
  private static final int EXIT = 0x95;
  private static final int[] NUMBERS_OF_NOTE = {
    0,
    1,
    -1,
    2,
    3,
    4,
    7,
    8,
    15,
    16,
    31,
    32,
    63,
    64,
    127,
    128,
    255,
    256,
    512,
    4095,
    4096,
    65535,
    0x7fffffff,
    0x80000000,
    0x7ffffffe,
    -2,
    -8,
    -16,
    -64,
    -512,
    -4096
  };
  private static final int[] DISTANCES = {-16, -8, -4, -2, -1, 1, 2, 4, 8, 16};

  private final Program program;
  private final int slot;
  private final Random random;

  private RandomMutations(Program program, int slot, int number) {
    this.program = program;
    this.slot = slot;
    this.random = new Random(slot * (long) NUMBERS + number);
  }

  /// The change of that slot with that number; empty where the slot must stay, or where nothing
  /// would change.
  ///
  /// @param number 0 to [#NUMBERS]
  static Optional<Mutation> of(Program program, int slot, int number) {
    if (!mayChange(program, slot)) {
      return Optional.empty();
    }
    RawInstruction before = program.at(slot).raw();
    RawInstruction after = new RandomMutations(program, slot, number).change(before);
    return before.equals(after)
        ? Optional.empty()
        : Optional.of(new Mutation(Kind.RANDOM, slot, number, Map.of(slot, after)));
  }

  /// The mutation of that name.
  ///
  /// @param id as [Mutation#id] gives it
  static Optional<Mutation> named(String id, Program program) {
    String[] parts = id.split("\\.", -1);
    if (parts.length != 3 || !parts[1].equals(Kind.RANDOM.label())) {
      return Optional.empty();
    }
    try {
      int slot = Integer.parseInt(parts[0]);
      int number = Integer.parseInt(parts[2]);
      return slot >= 0 && slot < program.size() ? of(program, slot, number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whether the slot begins an instruction that says nothing of functions, and is all there is of
  /// it.
  private static boolean mayChange(Program program, int slot) {
    boolean second = slot > 0 && program.at(slot - 1).slots() == 2;
    return !second
        && switch (program.at(slot)) {
          case Instruction.SubprogramCall _, Instruction.KfuncCall _ -> false;
          case Instruction.LoadImmediate load -> load.value() instanceof ImmediateValue.Constant;
          default -> true;
        };
  }

  private RawInstruction change(RawInstruction raw) {
    if (program.at(slot).slots() == 2) {
      return random.nextBoolean()
          ? with(raw, raw.opcode(), random.nextInt(REGISTERS), raw.source())
          : raw.withImmediate(number(raw.immediate()));
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> with(raw, raw.opcode(), register(), raw.source());
      case 2, 3 -> raw.opcode() == CALL ? raw : raw.withSource(register());
      case 4 -> raw.withImmediate(number(raw.immediate()));
      case 5 -> raw.withOffset((short) (raw.offset() + distance()));
      case 6 -> operation(raw);
      case 7 -> other(raw);
      default -> made(raw);
    };
  }

  private static RawInstruction with(RawInstruction raw, int opcode, int destination, int source) {
    return new RawInstruction(opcode, destination, source, raw.offset(), raw.immediate());
  }

  private int register() {
    return random.nextInt(REGISTERS);
  }

  private int number(int before) {
    return random.nextBoolean()
        ? NUMBERS_OF_NOTE[random.nextInt(NUMBERS_OF_NOTE.length)]
        : before + distance();
  }

  private int distance() {
    return DISTANCES[random.nextInt(DISTANCES.length)];
  }

  /// Another operation, width, size or kind of operand.
  private RawInstruction operation(RawInstruction raw) {
    int opcode =
        switch (random.nextInt(3)) {
          case 0 -> (raw.opcode() & 0x0f) | (random.nextInt(16) << 4);
          case 1 -> (raw.opcode() & 0xf8) | random.nextInt(8);
          default -> raw.opcode() ^ (1 << random.nextInt(8));
        };
    return opcode == CALL || opcode == EXIT
        ? raw
        : new RawInstruction(
            opcode,
            raw.destination(),
            random.nextInt(4) == 0 ? 0 : raw.source(),
            random.nextInt(4) == 0 ? 0 : raw.offset(),
            random.nextInt(4) == 0 ? 0 : raw.immediate());
  }

  /// What the program has elsewhere.
  private RawInstruction other(RawInstruction raw) {
    int at = random.nextInt(program.size());
    boolean apart = at == 0 || program.at(at - 1).slots() == 1;
    return switch (program.at(at)) {
      case Instruction.LoadImmediate _, Instruction.Call _ -> raw;
      case Instruction any -> apart ? any.raw() : raw;
    };
  }

  private RawInstruction made(RawInstruction raw) {
    int offset = -8 * (1 + random.nextInt(8));
    int note = NUMBERS_OF_NOTE[random.nextInt(NUMBERS_OF_NOTE.length)];
    int size = random.nextInt(4) << 3;
    return switch (random.nextInt(8)) {
      case 0 -> new RawInstruction(CALL, 0, 0, (short) 0, 1 + random.nextInt(HELPERS));
      case 1 -> new RawInstruction(0xb7, register(), 0, (short) 0, note);
      case 2 -> new RawInstruction(0xbf, register(), register(), (short) 0, 0);
      case 3 -> new RawInstruction(0x61 | size, register(), register(), raw.offset(), 0);
      case 4 -> new RawInstruction(0x63 | size, register(), register(), raw.offset(), 0);
      case 5 -> new RawInstruction(0x62 | size, 10, 0, (short) offset, note);
      case 6 -> new RawInstruction(0x0f, register(), register(), (short) 0, 0);
      default ->
          new RawInstruction(0x15 | (random.nextInt(14) << 4), register(), 0, (short) 0, note);
    };
  }
}
