package mortise.verifier.explore;

import mortise.object.AluOperation;
import mortise.object.Instruction;
import mortise.object.Operand;
import mortise.object.Width;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.InstructionRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.RegisterRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Moves and arithmetic.
///
/// Source: linux `check_alu_op`, `adjust_reg_min_max_vals` (6.18).
record Arithmetic(Verification verification, PointerArithmetic pointers) {
  void move(Path path, Instruction.Move move) {
    switch (move.source()) {
      case Operand.Immediate immediate -> {
        path.checkDestination(move.destination());
        long value =
            move.width() == Width.W64
                ? immediate.value()
                : Integer.toUnsignedLong(immediate.value());
        path.set(move.destination(), Scalar.constant(value, path.at));
      }
      case Operand.Register source -> {
        var value = path.use(source.number());
        path.checkDestination(move.destination());
        if (move.width() == Width.W64) {
          path.set(move.destination(), share(path, source.number(), value));
        } else {
          path.set(move.destination(), truncated(path, source.number(), value));
        }
      }
    }
  }

  /// A copy of a register: from here on the two are linked.
  ///
  /// Source: linux `assign_scalar_id_before_mov` (6.18).
  private Value share(Path path, int register, Value value) {
    if (!(value instanceof Scalar scalar) || scalar.range().isConstant()) {
      return value;
    }
    if (scalar.isBase()) {
      return scalar;
    }
    var linked = scalar.linked(verification.nextId());
    path.set(register, linked);
    return linked;
  }

  private Value truncated(Path path, int register, Value value) {
    if (!(value instanceof Scalar scalar)) {
      return unknown(path, Width.W32);
    }
    var range = scalar.range().zeroExtend(32);
    if (range.equals(scalar.range())) {
      return share(path, register, scalar);
    }
    return Scalar.from(range, path.at, scalar, null);
  }

  void moveSignExtended(Path path, Instruction.MoveSignExtended move) {
    var value = path.use(move.source());
    path.checkDestination(move.destination());
    if (value instanceof Scalar scalar && isOwnExtension(scalar, move.bits())) {
      path.set(move.destination(), share(path, move.source(), scalar));
      return;
    }
    path.set(
        move.destination(),
        value instanceof Scalar scalar
            ? Scalar.from(
                scalar.range().signExtend(move.bits(), Operations.of(move.width())),
                path.at,
                scalar,
                null)
            : unknown(path, move.width()));
  }

  /// Whether it is so small that its sign extension is itself.
  private static boolean isOwnExtension(Scalar scalar, int bits) {
    var range = scalar.range();
    return range.smin() >= 0 && range.smax() < 1L << (bits - 1);
  }

  /// Some number, of a pointer for example; its upper half is zero where only the lower is written.
  private static Scalar unknown(Path path, Width width) {
    return width == Width.W64
        ? Scalar.unknown(path.at)
        : Scalar.of(ScalarRange.zeroExtendedLoad(Integer.BYTES), path.at);
  }

  void negate(Path path, Instruction.Negate negate) {
    var value = path.use(negate.destination());
    path.checkDestination(negate.destination());
    path.set(
        negate.destination(),
        value instanceof Scalar scalar
            ? Scalar.from(
                scalar.range().negate(Operations.of(negate.width())), path.at, scalar, null)
            : Scalar.unknown(path.at));
  }

  void swap(Path path, Instruction.ByteSwap swap) {
    var value = path.use(swap.destination());
    path.checkDestination(swap.destination());
    if (!(value instanceof Scalar scalar)) {
      path.setUnknown(swap.destination());
      return;
    }
    var range =
        swap.order() == Instruction.ByteOrder.LITTLE
            ? scalar.range().zeroExtend(swap.bits())
            : scalar.range().swapBytes(swap.bits());
    path.set(swap.destination(), Scalar.from(range, path.at, scalar, null));
  }

  void compute(Path path, Instruction.Alu alu) {
    Value right =
        switch (alu.source()) {
          case Operand.Register source -> path.use(source.number());
          case Operand.Immediate immediate ->
              Scalar.constant(
                  alu.width() == Width.W64
                      ? immediate.value()
                      : Integer.toUnsignedLong(immediate.value()),
                  path.at);
        };
    var left = path.use(alu.destination());
    checkConstant(alu);
    path.checkDestination(alu.destination());
    var result = inSpace(left) ? left : result(path, alu, left, right);
    path.set(
        alu.destination(),
        result instanceof Pointer pointer && inSpace(pointer)
            ? Pointer.to(pointer.region(), 0, path.at)
            : result);
  }

  /// Whatever is computed of an address in an address space of its own is one again.
  ///
  /// Source: linux `adjust_reg_min_max_vals` (6.18).
  private static boolean inSpace(Value value) {
    return value instanceof Pointer pointer && pointer.region() instanceof Region.Space;
  }

  /// Casts between the program's addresses and those of a map's own.
  ///
  /// Source: linux `check_alu_op`, `BPF_ADDR_SPACE_CAST` (6.18).
  void cast(Path path, Instruction.AddressSpaceCast cast) {
    path.use(cast.source());
    var space = verification.space();
    if (space.isEmpty()) {
      throw Rejection.of(
          InstructionRules.NOT_AVAILABLE,
          "why",
          "addr_space_cast insn can only be used in a program that has an associated "
              + verification.spaces().stream().findFirst().orElse("address space"));
    }
    path.checkDestination(cast.destination());
    if (cast.destinationSpace() == 0) {
      path.set(cast.destination(), Pointer.to(space.get(), 0, path.at));
    } else {
      path.setUnknown(cast.destination());
    }
  }

  private static void checkConstant(Instruction.Alu alu) {
    if (!(alu.source() instanceof Operand.Immediate immediate)) {
      return;
    }
    switch (alu.operation()) {
      case DIVIDE, MODULO, SIGNED_DIVIDE, SIGNED_MODULO -> {
        if (immediate.value() == 0) {
          throw Rejection.of(RegisterRules.DIVISION_BY_ZERO);
        }
      }
      case SHIFT_LEFT, SHIFT_RIGHT, ARITHMETIC_SHIFT_RIGHT -> {
        int bits = alu.width() == Width.W64 ? 64 : 32;
        if (immediate.value() < 0 || immediate.value() >= bits) {
          throw Rejection.of(RegisterRules.INVALID_SHIFT, "amount", immediate.value());
        }
      }
      case ADD, SUBTRACT, MULTIPLY, OR, AND, XOR -> {}
    }
  }

  private Value result(Path path, Instruction.Alu alu, Value left, Value right) {
    return switch (left) {
      case Pointer pointer ->
          switch (right) {
            case Pointer other -> difference(path, alu);
            case Scalar offset -> pointers.move(path, alu, pointer, offset.mark(), true);
            case Uninitialised none -> throw new IllegalStateException("checked before");
          };
      case Scalar scalar ->
          switch (right) {
            case Pointer pointer -> pointers.move(path, alu, pointer, scalar.mark(), false);
            case Scalar other -> scalars(path, alu, scalar, other);
            case Uninitialised none -> throw new IllegalStateException("checked before");
          };
      case Uninitialised none -> throw new IllegalStateException("checked before");
    };
  }

  private static Value difference(Path path, Instruction.Alu alu) {
    if (alu.operation() == AluOperation.SUBTRACT) {
      return Scalar.unknown(path.at);
    }
    throw Rejection.of(
        PointerRules.PLUS_POINTER,
        "register",
        Names.register(alu.destination()),
        "operator",
        alu.operation().symbol());
  }

  private static Value scalars(Path path, Instruction.Alu alu, Scalar left, Scalar right) {
    var range = left.range().apply(Operations.of(alu), right.range(), Operations.of(alu.width()));
    var result = Scalar.from(range, path.at, left, right);
    return left.isBase() && right.range().isConstant()
        ? distant(alu, left, right.range().constantValue(), result)
        : result;
  }

  /// Adding a constant once, or taking it away, keeps what is known of the distance to linked
  /// values.
  private static Scalar distant(Instruction.Alu alu, Scalar left, long constant, Scalar result) {
    boolean narrow = alu.width() == Width.W32;
    long added =
        switch (alu.operation()) {
          case ADD -> constant;
          case SUBTRACT -> -constant;
          default -> Long.MIN_VALUE;
        };
    if (added == Long.MIN_VALUE || (!narrow && added != (int) added)) {
      return result;
    }
    return result.linked(left, (int) added, narrow);
  }
}
