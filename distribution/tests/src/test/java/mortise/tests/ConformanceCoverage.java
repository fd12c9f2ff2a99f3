package mortise.tests;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mortise.object.AluOperation;
import mortise.object.AtomicOperation;
import mortise.object.Instruction;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.Operand;
import mortise.object.Width;

/// The instructions of the instruction set, version 4, by what tells one from another.
final class ConformanceCoverage {
  private ConformanceCoverage() {}

  static String signature(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu alu -> alu(alu.operation(), alu.width(), operand(alu.source()));
      case Instruction.Negate negate -> "negate " + negate.width();
      case Instruction.Move move -> "move %s %s".formatted(move.width(), operand(move.source()));
      case Instruction.MoveSignExtended move -> extended(move.width(), move.bits());
      case Instruction.ByteSwap swap -> "swap %s %d".formatted(swap.order(), swap.bits());
      case Instruction.Load load -> load(load.size(), load.signExtended());
      case Instruction.Store store ->
          "store %s %s".formatted(store.size(), operand(store.source()));
      case Instruction.Atomic atomic -> atomic(atomic.operation(), atomic.size(), atomic.fetch());
      case Instruction.LoadAcquire load -> "load-acquire " + load.size();
      case Instruction.StoreRelease store -> "store-release " + store.size();
      case Instruction.LoadImmediate _ -> "load-immediate";
      case Instruction.LegacyPacketLoad load ->
          "packet %s %s".formatted(load.size(), load.indirect());
      case Instruction.Jump jump -> "jump " + jump.isLong();
      case Instruction.ConditionalJump jump ->
          jump(jump.condition(), jump.width(), operand(jump.source()));
      case Instruction.HelperCall _ -> "helper";
      case Instruction.SubprogramCall _ -> "subprogram";
      case Instruction.Exit _ -> "exit";
      default -> "none";
    };
  }

  private static String operand(Operand operand) {
    return operand instanceof Operand.Register ? "register" : "immediate";
  }

  private static String alu(AluOperation operation, Width width, String operand) {
    return "alu %s %s %s".formatted(operation, width, operand);
  }

  private static String extended(Width width, int bits) {
    return "extend %s %d".formatted(width, bits);
  }

  private static String load(MemorySize size, boolean signed) {
    return "load %s %s".formatted(size, signed);
  }

  private static String atomic(AtomicOperation operation, MemorySize size, boolean fetch) {
    return "atomic %s %s %s".formatted(operation, size, fetch);
  }

  private static String jump(JumpCondition condition, Width width, String operand) {
    return "if %s %s %s".formatted(condition, width, operand);
  }

  static Set<String> everything() {
    var all = new TreeSet<>(List.of("load-immediate", "helper", "subprogram", "exit"));
    for (var width : Width.values()) {
      all.add("negate " + width);
      for (var operand : List.of("register", "immediate")) {
        all.add("move %s %s".formatted(width, operand));
        for (var operation : AluOperation.values()) {
          all.add(alu(operation, width, operand));
        }
        for (var condition : JumpCondition.values()) {
          all.add(jump(condition, width, operand));
        }
      }
      all.add(extended(width, 8));
      all.add(extended(width, 16));
    }
    all.add(extended(Width.W64, 32));
    for (var order : Instruction.ByteOrder.values()) {
      for (int bits = 16; bits <= 64; bits *= 2) {
        all.add("swap %s %d".formatted(order, bits));
      }
    }
    for (var size : MemorySize.values()) {
      all.add(load(size, false));
      all.add("store %s register".formatted(size));
      all.add("store %s immediate".formatted(size));
      all.add("load-acquire " + size);
      all.add("store-release " + size);
      if (size != MemorySize.DOUBLE) {
        all.add(load(size, true));
        all.add("packet %s false".formatted(size));
        all.add("packet %s true".formatted(size));
      }
    }
    for (var size : List.of(MemorySize.WORD, MemorySize.DOUBLE)) {
      for (var operation : AtomicOperation.values()) {
        all.add(atomic(operation, size, true));
        if (operation != AtomicOperation.EXCHANGE
            && operation != AtomicOperation.COMPARE_EXCHANGE) {
          all.add(atomic(operation, size, false));
        }
      }
    }
    all.add("jump true");
    all.add("jump false");
    return all;
  }
}
