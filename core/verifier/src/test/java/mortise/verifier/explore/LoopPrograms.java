package mortise.verifier.explore;

import java.util.Random;

/// Seeded programs whose loops change numbers on the stack and now and then go wrong: the body of
/// each loop is a callback that runs up to three times, and may loop itself.
///
/// R9 is a value of 64 bytes, R6 points to what caller and callbacks share: the value again, then
/// four numbers.
final class LoopPrograms {
  private static final int[] CONDITIONS = {0x10, 0x20, 0x30, 0x50, 0xa0, 0xb0};
  private static final int SHARED = -40;

  private final Random random;
  private final Code code = new Code();
  private int labels;

  private LoopPrograms(long seed) {
    random = new Random(seed);
  }

  static Code of(long seed) {
    return new LoopPrograms(seed).program();
  }

  private Code program() {
    code.storeNumber(Code.WORD, 10, -64, 0)
        .map(1)
        .copy(2, 10)
        .add(2, -64)
        .call(SmallFamily.LOOKUP)
        .copy(9, 0)
        .copy(6, 10)
        .add(6, SHARED)
        .store(Code.DOUBLE, 6, 0, 9);
    for (int s = 1; s <= 4; s++) {
      code.storeNumber(Code.DOUBLE, 6, 8 * s, random.nextInt(6));
    }
    int bodies = 1 + random.nextInt(2);
    statements(3 + random.nextInt(3), "");
    loop("body" + random.nextInt(bodies));
    statements(3, "body0");
    code.label("out").set(0, 0).exit();
    for (int b = 0; b < bodies; b++) {
      // A body may only call those behind it: else it would never end.
      body("body" + b, b + 1 < bodies ? "body" + (b + 1) : "");
    }
    return code;
  }

  private void body(String name, String inner) {
    code.label(name).copy(6, 1).load(Code.DOUBLE, 9, 6, 0);
    statements(2 + random.nextInt(4), inner);
    code.set(0, 0).exit();
  }

  private void loop(String body) {
    code.set(1, random.nextInt(4)).copy(2, 6).address(3, body).call(SmallFamily.COUNT);
  }

  private void statements(int count, String body) {
    for (int i = 0; i < count; i++) {
      statement(body);
    }
  }

  private int slot() {
    return 8 + 8 * random.nextInt(4);
  }

  private void statement(String body) {
    int slot = slot();
    code.load(Code.DOUBLE, 7, 6, slot);
    var end = "end" + labels++;
    switch (random.nextInt(8)) {
      case 0 -> code.add(7, random.nextInt(30) - 2).store(Code.DOUBLE, 6, slot, 7);
      case 1 -> code.store(Code.DOUBLE, 6, slot(), 7);
      case 2 -> code.storeNumber(Code.DOUBLE, 6, slot, random.nextInt(70));
      case 3 -> {
        int condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
        code.jumpIf(condition, 7, random.nextInt(12), end);
        code.storeNumber(Code.DOUBLE, 6, slot(), random.nextInt(40)).label(end);
      }
      case 4 -> {
        code.call(SmallFamily.RANDOM).jumpIf(Code.EQ, 0, 0, end);
        code.load(Code.DOUBLE, 7, 6, slot()).add(7, 1).store(Code.DOUBLE, 6, slot(), 7).label(end);
      }
      case 5 -> {
        code.jumpIf(Code.GT, 7, random.nextInt(64), end);
        code.copy(1, 9).addRegister(1, 7).load(Code.BYTE, 8, 1, 0).label(end);
      }
      case 6 -> code.copy(1, 9).addRegister(1, 7).load(Code.BYTE, 8, 1, 0);
      default -> {
        if (!body.isEmpty()) {
          loop(body);
        }
      }
    }
  }
}
