package mortise.verifier.explore;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mortise.object.RawInstruction;
import mortise.verifier.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the slots are, there is a verdict.
class RandomBytesTest {
  private static final Limits LIMITS = new Limits(2_000, 100);
  private static final int PROGRAMS = Integer.getInteger("mortise.fuzz", 400);
  private static final int[] LIKELY = {
    0x05, 0x06, 0x07, 0x0f, 0x15, 0x18, 0x1d, 0x1e, 0x20, 0x40, 0x61, 0x62, 0x63, 0x79, 0x7a, 0x7b,
    0x81, 0x84, 0x85, 0x87, 0x94, 0x95, 0x9f, 0xb4, 0xb7, 0xbc, 0xbf, 0xc3, 0xd4, 0xdb, 0xdc, 0xe5
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyProgramHasAVerdict(int seed) {
    var random = new Random(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      var slots = slots(random, seed % 2 == 0);
      assertThatCode(() -> SmallFamily.verify(slots, LIMITS))
          .as("%s", slots)
          .doesNotThrowAnyException();
    }
  }

  private static List<RawInstruction> slots(Random random, boolean likely) {
    var slots = new ArrayList<RawInstruction>();
    int length = random.nextInt(12);
    slots.add(new RawInstruction(0xbf, 6, 1, (short) 0, 0));
    for (int i = 0; i < length; i++) {
      slots.add(likely ? instruction(random) : RawInstruction.of(random.nextLong()));
    }
    slots.add(new RawInstruction(0xb7, 0, 0, (short) 0, 0));
    slots.add(new RawInstruction(0x95, 0, 0, (short) 0, 0));
    return slots;
  }

  private static RawInstruction instruction(Random random) {
    int number =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt();
          case 1 -> random.nextInt(34);
          case 2 -> -random.nextInt(64);
          default ->
              new int[] {0, 1, 0x40, 0xf1, 0xe1, 0x100, 0x110, 64, 32, 16}[random.nextInt(10)];
        };
    short offset = (short) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(24) - 16);
    return new RawInstruction(
        LIKELY[random.nextInt(LIKELY.length)],
        random.nextInt(12),
        random.nextInt(11),
        offset,
        number);
  }
}
