package mortise.testkit.generate;

import java.util.List;
import mortise.object.AluOperation;
import mortise.object.JumpCondition;
import mortise.object.MemorySize;
import mortise.object.RawInstruction;
import mortise.object.Width;

/// Slots by what they do. Registers are numbers, 10 being the frame pointer.
public final class Code {
  static final int LOAD_IMMEDIATE = 0x18;
  static final int CALL = 0x85;
  static final int JUMP = 0x05;
  private static final int REGISTER = 0x08;

  private Code() {}

  /// `to = from`.
  public static Line move(int to, int from) {
    return Line.of(0xbf, to, from, 0, 0);
  }

  /// `to = from`, the upper half cleared.
  public static Line move32(int to, int from) {
    return Line.of(0xbc, to, from, 0, 0);
  }

  /// `to = value`, sign-extended.
  public static Line set(int to, int value) {
    return Line.of(0xb7, to, 0, 0, value);
  }

  /// `to = value`, the upper half cleared.
  public static Line set32(int to, int value) {
    return Line.of(0xb4, to, 0, 0, value);
  }

  /// `to = value`, all 64 bits: two slots.
  public static List<Line> setWide(int to, long value) {
    return List.of(
        Line.of(LOAD_IMMEDIATE, to, 0, 0, (int) value), Line.of(0, 0, 0, 0, (int) (value >>> 32)));
  }

  /// `to = ` the map: two slots.
  public static List<Line> setMap(int to, String map) {
    return List.of(
        new Line(new RawInstruction(LOAD_IMMEDIATE, to, 1, (short) 0, 0), new Line.MapNamed(map)),
        Line.of(0, 0, 0, 0, 0));
  }

  /// `to = ` the address of byte `offset` of the map's first value: two slots.
  public static List<Line> setMapValue(int to, String map, int offset) {
    return List.of(
        new Line(new RawInstruction(LOAD_IMMEDIATE, to, 2, (short) 0, 0), new Line.MapNamed(map)),
        Line.of(0, 0, 0, 0, offset));
  }

  /// `to = ` the number of a struct in the template's types: two slots.
  public static List<Line> setStruct(int to, String struct) {
    return List.of(
        new Line(
            new RawInstruction(LOAD_IMMEDIATE, to, 0, (short) 0, 0), new Line.StructNamed(struct)),
        Line.of(0, 0, 0, 0, 0));
  }

  /// A call of a helper by its number.
  public static Line helper(int id) {
    return Line.of(CALL, 0, 0, 0, id);
  }

  /// A call of a kernel function that the template declares.
  public static Line function(String name) {
    return new Line(new RawInstruction(CALL, 0, 2, (short) 0, 0), new Line.FunctionNamed(name));
  }

  /// `to operation= value`.
  public static Line alu(Width width, AluOperation operation, int to, int value) {
    return Line.of(opcode(width, operation), to, 0, signed(operation), value);
  }

  /// `to operation= from`.
  public static Line aluRegister(Width width, AluOperation operation, int to, int from) {
    return Line.of(opcode(width, operation) | REGISTER, to, from, signed(operation), 0);
  }

  /// `to = -to`.
  public static Line negate(Width width, int to) {
    return Line.of(0x80 | aluClass(width), to, 0, 0, 0);
  }

  /// `to = ` the low `bits` of `from`, sign-extended.
  public static Line extend(Width width, int to, int from, int bits) {
    return Line.of(0xb8 | aluClass(width), to, from, bits, 0);
  }

  /// Swaps the bytes of the low `bits`, and clears the rest.
  public static Line swap(int to, int bits) {
    return Line.of(0xd7, to, 0, 0, bits);
  }

  /// The low `bits` in big-endian order, the rest cleared.
  public static Line bigEndian(int to, int bits) {
    return Line.of(0xdc, to, 0, 0, bits);
  }

  /// The low `bits`, the rest cleared.
  public static Line littleEndian(int to, int bits) {
    return Line.of(0xd4, to, 0, 0, bits);
  }

  /// `to = *(size *)(base + offset)`.
  public static Line load(MemorySize size, int to, int base, int offset) {
    return Line.of(0x61 | size(size), to, base, offset, 0);
  }

  /// As [#load], sign-extended; not for eight bytes.
  public static Line loadSigned(MemorySize size, int to, int base, int offset) {
    return Line.of(0x81 | size(size), to, base, offset, 0);
  }

  /// `*(size *)(base + offset) = value`.
  public static Line store(MemorySize size, int base, int offset, int value) {
    return Line.of(0x62 | size(size), base, 0, offset, value);
  }

  /// `*(size *)(base + offset) = from`.
  public static Line storeRegister(MemorySize size, int base, int offset, int from) {
    return Line.of(0x63 | size(size), base, from, offset, 0);
  }

  /// An atomic operation by its number in the instruction set.
  public static Line atomic(MemorySize size, int base, int offset, int from, int operation) {
    return Line.of(0xc3 | size(size), base, from, offset, operation);
  }

  /// `if left condition value`, to be given a target by the statement that it belongs to.
  public static Line jump(Width width, JumpCondition condition, int left, int value) {
    return Line.of(opcode(width, condition), left, 0, 0, value);
  }

  /// `if left condition right`, to be given a target by the statement that it belongs to.
  public static Line jumpRegister(Width width, JumpCondition condition, int left, int right) {
    return Line.of(opcode(width, condition) | REGISTER, left, right, 0, 0);
  }

  static Line exit() {
    return Line.of(0x95, 0, 0, 0, 0);
  }

  private static int size(MemorySize size) {
    return switch (size) {
      case WORD -> 0x00;
      case HALF -> 0x08;
      case BYTE -> 0x10;
      case DOUBLE -> 0x18;
    };
  }

  private static int aluClass(Width width) {
    return width == Width.W32 ? 4 : 7;
  }

  private static int signed(AluOperation operation) {
    return operation == AluOperation.SIGNED_DIVIDE || operation == AluOperation.SIGNED_MODULO
        ? 1
        : 0;
  }

  private static int opcode(Width width, AluOperation operation) {
    int code =
        switch (operation) {
          case ADD -> 0x00;
          case SUBTRACT -> 0x10;
          case MULTIPLY -> 0x20;
          case DIVIDE, SIGNED_DIVIDE -> 0x30;
          case OR -> 0x40;
          case AND -> 0x50;
          case SHIFT_LEFT -> 0x60;
          case SHIFT_RIGHT -> 0x70;
          case MODULO, SIGNED_MODULO -> 0x90;
          case XOR -> 0xa0;
          case ARITHMETIC_SHIFT_RIGHT -> 0xc0;
        };
    return code | aluClass(width);
  }

  private static int opcode(Width width, JumpCondition condition) {
    int code =
        switch (condition) {
          case EQUAL -> 0x10;
          case GREATER -> 0x20;
          case GREATER_OR_EQUAL -> 0x30;
          case TEST -> 0x40;
          case NOT_EQUAL -> 0x50;
          case SIGNED_GREATER -> 0x60;
          case SIGNED_GREATER_OR_EQUAL -> 0x70;
          case LESS -> 0xa0;
          case LESS_OR_EQUAL -> 0xb0;
          case SIGNED_LESS -> 0xc0;
          case SIGNED_LESS_OR_EQUAL -> 0xd0;
        };
    return code | (width == Width.W32 ? 6 : 5);
  }
}
