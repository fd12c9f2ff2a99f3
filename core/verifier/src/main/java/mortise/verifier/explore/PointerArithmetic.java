package mortise.verifier.explore;

import mortise.object.AluOperation;
import mortise.object.Instruction;
import mortise.object.Width;
import mortise.verifier.domain.Extent;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// Moving pointers.
///
/// Source: linux `adjust_ptr_min_max_vals` (6.18).
record PointerArithmetic(Verification verification) {
  /// Offsets, and sums of them, stay below this in size.
  static final long MAX_OFFSET = 1L << 29;

  private static final Extent ALL = Extent.DOUBLE_WORD;

  /// @param pointerOnLeft whether the pointer is the destination's old value
  Value move(Path path, Instruction.Alu alu, Pointer pointer, Scalar by, boolean pointerOnLeft) {
    var register = Names.register(alu.destination());
    if (alu.width() != Width.W64) {
      if (alu.operation() == AluOperation.SUBTRACT) {
        return Scalar.unknown(path.at);
      }
      throw Rejection.of(PointerRules.ARITHMETIC_32, "register", register);
    }
    if (pointer.nullable()) {
      verification.reject(
          Rejection.of(
              PointerRules.NULLABLE_ARITHMETIC, "register", register, "type", Names.type(pointer)));
    }
    var range = by.range();
    if (!isMovable(pointer.region(), range, alu.operation())) {
      verification.reject(
          Rejection.of(PointerRules.ARITHMETIC, "register", register, "type", Names.type(pointer)));
    }
    checkSane(pointer, range);
    checkSane(pointer, pointer.variable());
    var moved =
        switch (alu.operation()) {
          case ADD -> add(path, pointer, range);
          case SUBTRACT -> subtract(path, pointer, range, pointerOnLeft, register);
          case AND, OR, XOR ->
              throw Rejection.of(
                  PointerRules.BITWISE, "register", register, "operator", alu.operation().symbol());
          default ->
              throw Rejection.of(
                  PointerRules.OPERATOR,
                  "register",
                  register,
                  "operator",
                  unsigned(alu.operation()).symbol());
        };
    checkSane(moved, moved.variable());
    return moved;
  }

  /// The message does not tell signed division from unsigned.
  private static AluOperation unsigned(AluOperation operation) {
    return switch (operation) {
      case SIGNED_DIVIDE -> AluOperation.DIVIDE;
      case SIGNED_MODULO -> AluOperation.MODULO;
      default -> operation;
    };
  }

  private static boolean isMovable(Region region, ScalarRange by, AluOperation operation) {
    return switch (region) {
      case Region.Map m -> by.isConstant(0) && operation == AluOperation.ADD;
      case Region.PacketEnd e -> false;
      case Region.View v -> v.view().movable() && by.isConstant();
      case Region.Stack s -> true;
      case Region.Context c -> true;
      case Region.MapValue v -> true;
      case Region.MapKey k -> true;
      case Region.Local o -> true;
      case Region.Host h -> true;
      case Region.Packet p -> true;
      case Region.Memory m -> true;
      case Region.Buffer b -> true;
      case Region.Space s -> true;
      case Region.Function f -> true;
      case Region.Elsewhere e -> true;
    };
  }

  private Pointer add(Path path, Pointer pointer, ScalarRange by) {
    if (by.isConstant() && fits(pointer.offset() + by.constantValue())) {
      int offset = (int) (pointer.offset() + by.constantValue());
      return pointer.moved(offset, pointer.variable(), pointer.id(), pointer.bound(), path.at);
    }
    return varied(
        path, pointer, pointer.variable().apply(mortise.verifier.domain.AluOperation.ADD, by, ALL));
  }

  private Pointer subtract(
      Path path, Pointer pointer, ScalarRange by, boolean pointerOnLeft, String register) {
    if (!pointerOnLeft) {
      throw Rejection.of(PointerRules.FROM_SCALAR, "register", register);
    }
    if (pointer.region() instanceof Region.Stack) {
      verification.reject(Rejection.of(PointerRules.STACK_SUBTRACTION, "register", register));
    }
    if (by.isConstant() && fits(pointer.offset() - by.constantValue())) {
      int offset = (int) (pointer.offset() - by.constantValue());
      return pointer.moved(offset, pointer.variable(), pointer.id(), pointer.bound(), path.at);
    }
    return varied(
        path, pointer, pointer.variable().apply(mortise.verifier.domain.AluOperation.SUB, by, ALL));
  }

  /// What is known of a packet's length is lost when the offset becomes variable.
  private Pointer varied(Path path, Pointer pointer, ScalarRange variable) {
    boolean packet = pointer.region() instanceof Region.Packet;
    int id = packet ? verification.nextId() : pointer.id();
    int bound = packet ? 0 : pointer.bound();
    return pointer.moved(pointer.offset(), variable, id, bound, path.at);
  }

  private static boolean fits(long offset) {
    return offset == (int) offset;
  }

  /// Source: linux `check_reg_sane_offset` (6.18).
  private void checkSane(Pointer pointer, ScalarRange range) {
    var type = Names.type(pointer);
    if (range.isConstant() && !isSmall(range.constantValue())) {
      verification.reject(
          Rejection.of(
              PointerRules.CONSTANT_TOO_LARGE, "type", type, "value", range.constantValue()));
    }
    if (!isSmall(pointer.offset())) {
      verification.reject(
          Rejection.of(PointerRules.OFFSET_TOO_LARGE, "type", type, "value", pointer.offset()));
    }
    if (range.smin() == Long.MIN_VALUE) {
      verification.reject(Rejection.of(PointerRules.UNBOUNDED_OFFSET, "type", type));
    }
    if (!isSmall(range.smin())) {
      verification.reject(
          Rejection.of(PointerRules.OUT_OF_BOUNDS, "type", type, "value", range.smin()));
    }
  }

  private static boolean isSmall(long value) {
    return -MAX_OFFSET < value && value < MAX_OFFSET;
  }
}
