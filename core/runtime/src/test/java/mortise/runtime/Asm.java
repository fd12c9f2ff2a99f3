package mortise.runtime;

import java.util.ArrayList;
import java.util.List;
import mortise.object.RawInstruction;

/// Encodes instructions by the numbers of the instruction set's specification.
class Asm {
  static final int ADD = 0x00;
  static final int SUB = 0x10;
  static final int MUL = 0x20;
  static final int DIV = 0x30;
  static final int OR = 0x40;
  static final int AND = 0x50;
  static final int LSH = 0x60;
  static final int RSH = 0x70;
  static final int NEG = 0x80;
  static final int MOD = 0x90;
  static final int XOR = 0xa0;
  static final int MOV = 0xb0;
  static final int ARSH = 0xc0;
  static final int END = 0xd0;

  static final int JEQ = 0x10;
  static final int JGT = 0x20;
  static final int JGE = 0x30;
  static final int JSET = 0x40;
  static final int JNE = 0x50;
  static final int JSGT = 0x60;
  static final int JSGE = 0x70;
  static final int JLT = 0xa0;
  static final int JLE = 0xb0;
  static final int JSLT = 0xc0;
  static final int JSLE = 0xd0;

  private final List<RawInstruction> slots = new ArrayList<>();

  static RawInstruction raw(int opcode, int destination, int source, int offset, int immediate) {
    return new RawInstruction(opcode, destination, source, (short) offset, immediate);
  }

  static int sizeBits(int size) {
    return switch (size) {
      case 1 -> 0x10;
      case 2 -> 0x08;
      case 4 -> 0x00;
      case 8 -> 0x18;
      default -> throw new IllegalArgumentException("size " + size);
    };
  }

  Asm add(int opcode, int destination, int source, int offset, int immediate) {
    slots.add(raw(opcode, destination, source, offset, immediate));
    return this;
  }

  /// `lddw`.
  Asm load64(int register, long value) {
    add(0x18, register, 0, 0, (int) value);
    return add(0, 0, 0, 0, (int) (value >>> 32));
  }

  /// The address of the map that has this index in the program.
  Asm map(int register, int index) {
    add(0x18, register, 1, 0, index);
    return add(0, 0, 0, 0, 0);
  }

  /// The address of byte `offset` of the map's first value.
  Asm mapValue(int register, int index, int offset) {
    add(0x18, register, 2, 0, index);
    return add(0, 0, 0, 0, offset);
  }

  /// The address of the subprogram at `slot`.
  Asm function(int register, int slot) {
    add(0x18, register, 4, 0, slot - size() - 1);
    return add(0, 0, 0, 0, 0);
  }

  Asm move(int register, int immediate) {
    return add(0xb7, register, 0, 0, immediate);
  }

  Asm copy(int to, int from) {
    return add(0xbf, to, from, 0, 0);
  }

  Asm plus(int register, int immediate) {
    return add(0x07, register, 0, 0, immediate);
  }

  Asm load(int size, int to, int base, int offset) {
    return add(0x61 | sizeBits(size), to, base, offset, 0);
  }

  Asm loadSigned(int size, int to, int base, int offset) {
    return add(0x81 | sizeBits(size), to, base, offset, 0);
  }

  Asm store(int size, int base, int offset, int from) {
    return add(0x63 | sizeBits(size), base, from, offset, 0);
  }

  Asm storeImmediate(int size, int base, int offset, int value) {
    return add(0x62 | sizeBits(size), base, 0, offset, value);
  }

  Asm atomic(int operation, int size, int base, int offset, int source) {
    return add(0xc3 | sizeBits(size), base, source, offset, operation);
  }

  Asm helper(int id) {
    return add(0x85, 0, 0, 0, id);
  }

  /// Calls the subprogram at `slot`.
  Asm call(int slot) {
    return add(0x85, 0, 1, 0, slot - size() - 1);
  }

  Asm jump(int distance) {
    return add(0x05, 0, 0, distance, 0);
  }

  Asm jumpIf(int condition, int register, int immediate, int distance) {
    return add(0x05 | condition, register, 0, distance, immediate);
  }

  Asm exit() {
    return add(0x95, 0, 0, 0, 0);
  }

  int size() {
    return slots.size();
  }

  List<RawInstruction> slots() {
    return slots;
  }
}
