package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import mortise.engine.CheckedInstance;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/// Every example that is accepted runs on seeded inputs, each instruction held against what was
/// believed of it, however eagerly paths were cut.
class CheckedRunsTest {
  private static final int RUNS = 12;
  private static final int[] PACKETS = {0, 1, 13, 14, 15, 33, 34, 35, 53, 54, 55, 64, 128, 1500};

  private final Engine engine = Product.linux();

  @TestFactory
  Stream<DynamicContainer> examples() {
    return Product.objects()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    Product.EXAMPLES.relativize(file).toString(),
                    file.toUri(),
                    Stream.of(file).flatMap(this::programs)));
  }

  private Stream<DynamicTest> programs(Path file) {
    return engine.load(file).programs().stream()
        .filter(program -> program.verify() instanceof Verdict.Accepted)
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> check(program)));
  }

  private static void check(LoadedProgram program) {
    for (var pruning : List.of(Pruning.NORMAL, Pruning.EAGER)) {
      if (program.within(Limits.LINUX.with(pruning)).verify()
          instanceof Verdict.Accepted accepted) {
        run(accepted);
      }
    }
  }

  private static void run(Verdict.Accepted accepted) {
    CheckedInstance instance;
    try {
      instance = accepted.instantiateChecked(List.of());
    } catch (NotRunnableException e) {
      throw new TestAbortedException("is judged only: " + e.getMessage(), e);
    }
    var random = new Random(accepted.program().program().name().hashCode());
    try (instance) {
      for (int i = 0; i < RUNS; i++) {
        if (i > 0) {
          fill(accepted, instance, random);
        }
        runOnce(accepted, instance, random);
      }
      assertThat(instance.finish()).map(Violation::getMessage).isEmpty();
    }
  }

  private static void runOnce(Verdict.Accepted accepted, CheckedInstance instance, Random random) {
    var kind = accepted.program().kind();
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    var packet = new byte[packets ? PACKETS[random.nextInt(PACKETS.length)] : 0];
    var context = new byte[packets ? 0 : accepted.program().contextReach() + random.nextInt(64)];
    random.nextBytes(packet);
    random.nextBytes(context);
    try {
      instance.run(new Input(packet, context));
    } catch (RunFault e) {
      // A program that waits for what never comes.
      assertThat(e.kind()).as(e.getMessage()).isEqualTo(RunFault.Kind.STEP_LIMIT);
    }
  }

  /// Puts random values into the program's maps, small numbers among them.
  private static void fill(Verdict.Accepted accepted, CheckedInstance instance, Random random) {
    for (var map : accepted.program().program().maps()) {
      if (map.isGlobalData() || map.definition().inner().isPresent()) {
        continue;
      }
      instance
          .instance()
          .map(map.name())
          .ifPresent(
              handle -> {
                var key = new byte[handle.spec().keySize()];
                var value = new byte[handle.spec().valueSize()];
                if (key.length > 0) {
                  key[0] = (byte) random.nextInt(4);
                }
                random.nextBytes(value);
                if (random.nextBoolean()) {
                  java.util.Arrays.fill(value, Math.min(4, value.length), value.length, (byte) 0);
                }
                handle.update(key, value, 0);
              });
    }
  }
}
