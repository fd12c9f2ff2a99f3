package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.object.RawInstruction;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the instructions are, there is a verdict, and that paths are cut does not change it:
/// over the examples, and over what becomes of them when slots are changed, moved or made up.
///
/// `-Dmortise.fuzz=N` makes it N programs for each seed, as the profile `fuzz` does.
class AnyProgramTest {
  private static final int PROGRAMS = Integer.getInteger("mortise.fuzz", 1_000);
  private static final Limits LIMITS = new Limits(5_000, 512);
  private static final Limits ALL_PATHS = new Limits(20_000, 512).with(Pruning.NONE);
  private static final Limits EXAMPLE_PATHS = new Limits(100_000, 8192).with(Pruning.NONE);
  private static final int LONGEST = 400;

  private final Engine engine = Product.linux();

  @TestFactory
  Stream<DynamicContainer> examples() {
    return Product.objects()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    Product.EXAMPLES.relativize(file).toString(),
                    file.toUri(),
                    Stream.of(file).flatMap(this::agreements)));
  }

  private Stream<DynamicTest> agreements(Path file) {
    return engine.load(file).programs().stream()
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> agree(program)));
  }

  private static void agree(LoadedProgram program) {
    var all = program.within(EXAMPLE_PATHS).verify();
    if (!(all instanceof Verdict.Undecided)) {
      assertThat(program.verify().getClass()).isEqualTo(all.getClass());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anyInstructions(int seed) {
    var random = new Random(seed);
    var programs =
        Product.objects()
            .flatMap(file -> engine.load(file).programs().stream())
            .filter(program -> program.program().size() <= LONGEST)
            .toList();
    int accepted = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      var program = programs.get(random.nextInt(programs.size()));
      var slots = slots(program);
      change(slots, random);
      accepted += judge(program, slots) ? 1 : 0;
    }
    assertThat(accepted).as("accepted, so that agreeing says something").isGreaterThan(10);
  }

  private static boolean judge(LoadedProgram program, List<RawInstruction> slots) {
    try {
      var changed = program.with(slots);
      if (!(changed.within(LIMITS).verify() instanceof Verdict.Accepted)) {
        return false;
      }
      assertThat(changed.within(ALL_PATHS).verify())
          .as("%s as %s, along all paths", program.name(), slots)
          .isNotInstanceOf(Verdict.Rejected.class);
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError("no verdict on %s as %s".formatted(program.name(), slots), e);
    }
  }

  private static List<RawInstruction> slots(LoadedProgram program) {
    var slots = new ArrayList<RawInstruction>();
    for (long slot : program.program().encode()) {
      slots.add(RawInstruction.of(slot));
    }
    return slots;
  }

  private static void change(List<RawInstruction> slots, Random random) {
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(slots.size());
      var slot = slots.get(at);
      switch (random.nextInt(9)) {
        case 0 -> slots.set(at, RawInstruction.of(random.nextLong()));
        case 1 -> slots.set(at, slot.withImmediate(slot.immediate() + random.nextInt(17) - 8));
        case 2 -> slots.set(at, slot.withImmediate(random.nextInt()));
        case 3 -> slots.set(at, slot.withOffset((short) (slot.offset() + random.nextInt(17) - 8)));
        case 4 -> slots.set(at, slots.get(random.nextInt(slots.size())));
        case 5 -> slots.set(at, RawInstruction.of(slot.toLong() ^ 1L << random.nextInt(64)));
        case 6 -> slots.set(at, new RawInstruction(0xb7, random.nextInt(10), 0, (short) 0, 0));
        case 7 -> slots.set(at, new RawInstruction(0xbf, random.nextInt(10), 10, (short) 0, 0));
        default -> slots.add(at, slots.get(random.nextInt(slots.size())));
      }
    }
  }
}
