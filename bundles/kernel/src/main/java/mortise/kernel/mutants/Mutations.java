package mortise.kernel.mutants;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.kernel.mutants.Mutation.Kind;
import mortise.object.AluOperation;
import mortise.object.Instruction;
import mortise.object.JumpCondition;
import mortise.object.Operand;
import mortise.object.Program;
import mortise.object.RawInstruction;

/// All mutations of a program, in the order of its slots.
///
/// No slot comes or goes, and every subprogram is still called, so that what the program says of
/// its functions and lines stays true. Whether every slot can still be reached is for
/// [Mutant#fits].
public final class Mutations {
  private static final int MOVE = 0xb7;
  private static final int MOVE_REGISTER = 0xbf;
  private static final int RANDOM = 7;
  private static final RawInstruction NOTHING = new RawInstruction(0x05, 0, 0, (short) 0, 0);
  private static final RawInstruction ZERO = new RawInstruction(MOVE, 0, 0, (short) 0, 0);
  private static final RawInstruction UNKNOWN = new RawInstruction(0x85, 0, 0, (short) 0, RANDOM);

  /// Bits of the opcode that say how a jump compares.
  private static final int RELATION = 0xf0;

  private static final int NEVER_TAKEN = 0x40; // of no bits is none set
  private static final Map<Integer, Integer> OPPOSITES =
      Map.of(
          0x10, 0x50, 0x50, 0x10, 0x20, 0xb0, 0xb0, 0x20, 0x30, 0xa0, 0xa0, 0x30, 0x60, 0xd0, 0xd0,
          0x60, 0x70, 0xc0, 0xc0, 0x70);
  private static final Map<Integer, Integer> NEXT_TO =
      Map.of(
          0x20, 0x30, 0x30, 0x20, 0xa0, 0xb0, 0xb0, 0xa0, 0x60, 0x70, 0x70, 0x60, 0xc0, 0xd0, 0xd0,
          0xc0);

  private final Program program;
  private final List<Mutation> all = new ArrayList<>();
  private final Map<Integer, Integer> callers = new HashMap<>();
  private final Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);

  private Mutations(Program program) {
    this.program = program;
    for (int slot = 0; slot < program.size(); slot++) {
      if (program.at(slot) instanceof Instruction.SubprogramCall call) {
        callers.merge(call.target(), 1, Integer::sum);
      }
    }
    for (int slot = 0; slot < program.size(); slot++) {
      numbers.clear();
      mutate(slot, program.at(slot));
    }
  }

  public static List<Mutation> of(Program program) {
    return List.copyOf(new Mutations(program).all);
  }

  private void add(Kind kind, int slot, RawInstruction after) {
    add(kind, slot, Map.of(slot, after));
  }

  private void add(Kind kind, int slot, Map<Integer, RawInstruction> changes) {
    int number = numbers.merge(kind, 1, Integer::sum) - 1;
    all.add(new Mutation(kind, slot, number, changes));
  }

  private void mutate(int slot, Instruction instruction) {
    switch (instruction) {
      case Instruction.ConditionalJump jump -> jump(slot, jump);
      case Instruction.Call call -> call(slot, call);
      case Instruction.Load load -> offsets(slot, load.raw(), load.size().bytes());
      case Instruction.Store store -> {
        offsets(slot, store.raw(), store.size().bytes());
        if (store.source() instanceof Operand.Immediate(int value)) {
          add(Kind.NUMBER, slot, store.raw().withImmediate(value + 1));
        }
      }
      case Instruction.Atomic atomic -> offsets(slot, atomic.raw(), atomic.size().bytes());
      case Instruction.Move move -> move(slot, move);
      case Instruction.Alu alu -> alu(slot, alu);
      default -> {}
    }
  }

  private void jump(int slot, Instruction.ConditionalJump jump) {
    RawInstruction raw = jump.raw();
    int relation = raw.opcode() & RELATION;
    boolean equality =
        jump.condition() == JumpCondition.EQUAL || jump.condition() == JumpCondition.NOT_EQUAL;
    boolean zero = equality && jump.source().equals(new Operand.Immediate(0));
    Kind kind = zero ? Kind.NULL_CHECK : Kind.BRANCH;
    add(kind, slot, new RawInstruction(0x05, 0, 0, raw.offset(), 0));
    add(kind, slot, NOTHING);
    if (jump.source() instanceof Operand.Immediate(int value)) {
      add(kind, slot, relation(raw, NEVER_TAKEN).withImmediate(0));
      if (zero) {
        add(kind, slot, raw.withImmediate(1));
      } else {
        add(Kind.BOUND, slot, raw.withImmediate(value + 1));
        add(Kind.BOUND, slot, raw.withImmediate(value - 1));
        add(Kind.BOUND, slot, raw.withImmediate(value * 2));
      }
    }
    int opposite = OPPOSITES.getOrDefault(relation, relation);
    if (opposite != relation) {
      add(Kind.CONDITION, slot, relation(raw, opposite));
    }
    int nextTo = NEXT_TO.getOrDefault(relation, relation);
    if (nextTo != relation) {
      add(Kind.CONDITION, slot, relation(raw, nextTo));
    }
  }

  private static RawInstruction relation(RawInstruction raw, int relation) {
    int opcode = (raw.opcode() & ~RELATION) | relation;
    return new RawInstruction(
        opcode, raw.destination(), raw.source(), raw.offset(), raw.immediate());
  }

  private void call(int slot, Instruction.Call call) {
    if (!mayGo(call)) {
      return;
    }
    add(Kind.CALL, slot, ZERO);
    add(Kind.CALL, slot, UNKNOWN);
    add(Kind.CALL, slot, NOTHING);
    int seen = 0;
    for (int next = slot + 1; next < program.size() && seen < 3; next++) {
      if (program.at(next) instanceof Instruction.Call other && mayGo(other)) {
        seen++;
        RawInstruction here = call.raw();
        RawInstruction there = other.raw();
        boolean own = call instanceof Instruction.SubprogramCall;
        if (own || other instanceof Instruction.SubprogramCall || here.equals(there)) {
          continue;
        }
        add(Kind.AGAIN, slot, Map.of(next, here));
        add(Kind.ORDER, slot, Map.of(slot, there, next, here));
      }
    }
  }

  /// Whether nothing is lost but the call.
  private boolean mayGo(Instruction.Call call) {
    return switch (call) {
      case Instruction.SubprogramCall own -> callers.getOrDefault(own.target(), 0) > 1;
      case Instruction.HelperCall _, Instruction.KfuncCall _ -> true;
      case Instruction.PoisonedCall _ -> false;
    };
  }

  private void offsets(int slot, RawInstruction raw, int size) {
    for (int by : new int[] {size, -size, 8, 1}) {
      if (by != 8 || size != 8) {
        moved(slot, raw, by);
      }
    }
  }

  private void moved(int slot, RawInstruction raw, int by) {
    int offset = raw.offset() + by;
    if (offset == (short) offset) {
      add(Kind.OFFSET, slot, raw.withOffset((short) offset));
    }
  }

  private void move(int slot, Instruction.Move move) {
    RawInstruction raw = move.raw();
    switch (move.source()) {
      case Operand.Immediate(int value) -> {
        add(Kind.NUMBER, slot, raw.withImmediate(value + 1));
        add(Kind.NUMBER, slot, raw.withImmediate(value - 1));
        add(Kind.NUMBER, slot, raw.withImmediate(value == 0 ? 64 : value * 2));
      }
      case Operand.Register(int number) -> {
        if (raw.opcode() == MOVE_REGISTER && number != 10) {
          for (int other = 6; other < 10; other++) {
            if (other != number) {
              add(Kind.REGISTER, slot, raw.withSource(other));
            }
          }
          add(Kind.REGISTER, slot, new RawInstruction(MOVE, raw.destination(), 0, (short) 0, 0));
        }
      }
    }
  }

  private void alu(int slot, Instruction.Alu alu) {
    RawInstruction raw = alu.raw();
    if (!(alu.source() instanceof Operand.Immediate(int value))) {
      return;
    }
    AluOperation operation = alu.operation();
    switch (operation) {
      case ADD, SUBTRACT -> {
        add(Kind.OFFSET, slot, raw.withImmediate(value + 8));
        add(Kind.OFFSET, slot, raw.withImmediate(value - 8));
        add(Kind.OFFSET, slot, raw.withImmediate(value + 1));
      }
      case AND -> {
        add(Kind.MASK, slot, raw.withImmediate(value << 1 | 1));
        add(Kind.MASK, slot, raw.withImmediate(-1));
        add(Kind.MASK, slot, raw.withImmediate(value ^ 1));
      }
      case SHIFT_LEFT, SHIFT_RIGHT, ARITHMETIC_SHIFT_RIGHT -> {
        int other = value == 0 ? 1 : value - 1;
        add(Kind.MASK, slot, raw.withImmediate(other));
        add(Kind.MASK, slot, raw.withImmediate(value + 1));
      }
      default -> add(Kind.NUMBER, slot, raw.withImmediate(value + 1));
    }
  }
}
