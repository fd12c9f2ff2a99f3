package mortise.verifier.explore;

import java.util.Random;

/// Seeded programs without loops that now and then go wrong: numbers, spills and branches that
/// differ from path to path, and accesses to a value of 64 bytes and to the stack that depend on
/// them.
///
/// R9 is the value; R6 to R8 are numbers, as are the slots at -8 to -32.
final class RandomPrograms {
  private static final int[] CONDITIONS = {
    0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0
  };
  private static final int[] SIZES = {Code.WORD, 0x08, Code.BYTE, Code.DOUBLE};
  private static final int[] BYTES = {4, 2, 1, 8};

  private final Random random;
  private final Code code = new Code();
  private int labels;

  private RandomPrograms(long seed) {
    random = new Random(seed);
  }

  static Code of(long seed) {
    return new RandomPrograms(seed).program();
  }

  private Code program() {
    code.storeNumber(Code.WORD, 10, -64, 0)
        .map(1)
        .copy(2, 10)
        .add(2, -64)
        .call(SmallFamily.LOOKUP)
        .copy(9, 0);
    for (int r = 6; r < 9; r++) {
      code.call(SmallFamily.RANDOM).copy(r, 0).and(r, 63);
    }
    for (int s = 1; s <= 4; s++) {
      code.storeNumber(Code.DOUBLE, 10, -8 * s, random.nextInt(8));
    }
    int statements = 6 + random.nextInt(14);
    for (int i = 0; i < statements; i++) {
      statement(2);
    }
    return code.label("out").set(0, 0).exit();
  }

  private int number() {
    return 6 + random.nextInt(3);
  }

  private int small() {
    return random.nextInt(5) == 0 ? random.nextInt(200) : random.nextInt(40);
  }

  private void statement(int depth) {
    switch (random.nextInt(12)) {
      case 0 -> code.copy(number(), number());
      case 1 -> code.add(number(), random.nextInt(24) - 4);
      case 2 -> code.and(number(), 63);
      case 3 -> code.jumpIf(Code.GT, number(), small(), "out");
      case 4 -> code.addRegister(number(), number());
      case 5, 6 -> branch(depth);
      case 7 -> spill();
      case 8 -> fill();
      case 9 -> code.call(SmallFamily.RANDOM).copy(number(), 0);
      default -> access();
    }
  }

  private void branch(int depth) {
    if (depth == 0) {
      return;
    }
    var end = "end" + labels++;
    int condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
    if (random.nextBoolean()) {
      code.jumpIf(condition, number(), small(), end);
    } else {
      code.jumpIfRegisters(condition, number(), number(), end);
    }
    if (random.nextInt(3) == 0) {
      code.set(number(), small());
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      statement(depth - 1);
    }
    code.label(end);
  }

  private void spill() {
    int size = random.nextInt(2) == 0 ? 3 : random.nextInt(4);
    int offset = -32 + BYTES[size] * random.nextInt(32 / BYTES[size]);
    if (random.nextInt(3) == 0) {
      code.storeNumber(SIZES[size], 10, offset, random.nextInt(3) * small());
    } else {
      code.store(SIZES[size], 10, offset, number());
    }
  }

  private void fill() {
    int size = random.nextInt(2) == 0 ? 3 : random.nextInt(4);
    int offset = -32 + BYTES[size] * random.nextInt(32 / BYTES[size]);
    code.load(SIZES[size], number(), 10, offset);
  }

  private void access() {
    int index = number();
    code.jumpIf(Code.GT, index, 63, "out");
    if (random.nextInt(3) == 0) {
      code.copy(1, 10).add(1, -128 + random.nextInt(4)).addRegister(1, index);
    } else {
      code.copy(1, 9).addRegister(1, index);
    }
    if (random.nextBoolean()) {
      code.load(Code.BYTE, number(), 1, random.nextInt(2) * small());
    } else {
      code.storeNumber(Code.BYTE, 1, 0, 0);
    }
  }
}
