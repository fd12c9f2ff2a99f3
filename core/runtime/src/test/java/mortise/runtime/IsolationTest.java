package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import mortise.object.BpfMap;
import mortise.object.MapType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program that no verifier saw corrupts nothing: its access is an exception that says which
/// instruction of which program it was and where it led to. The instance, the others and the JVM go
/// on.
class IsolationTest {
  private static final int STEP = 7;

  /// Adds 7 to the number in the map's only value, and gives what that is now.
  private static Asm counting() {
    return new Asm().mapValue(6, 0, 0).load(8, 0, 6, 0).plus(0, STEP).store(8, 6, 0, 0).exit();
  }

  private static Instance instance(long address) {
    return new Fixture()
        .map(new BpfMap(BpfMap.Definition.of("number", MapType.ARRAY, 4, 8, 1)), ArrayMap::new)
        .program("count", counting())
        .program("corrupt", new Asm().load64(1, address).move(2, -1).store(8, 1, 0, 2).exit())
        .instance();
  }

  private static long run(Instance instance, int program) {
    return instance.run(Execution.of(instance.programs().get(program), Fixture.NOTHING));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 8, -8, 0x1_0000, 0x7fff_1234_5678_0000L, 0xffff_8880_0000_1000L})
  void aWildStoreEndsItsRunAndNothingElse(long address) throws Exception {
    try (var bad = instance(address);
        var good = instance(address)) {
      var begun = new CountDownLatch(1);
      var over = new AtomicBoolean();
      var runs =
          new FutureTask<>(
              () -> {
                long count = 0;
                while (!over.get() || count == 0) {
                  assertThat(run(good, 0)).isEqualTo(STEP * ++count);
                  begun.countDown();
                }
                return count;
              });
      var thread = Thread.ofPlatform().start(runs);
      begun.await();
      for (int i = 1; i <= 100; i++) {
        var fault = catchThrowableOfType(RunFault.class, () -> run(bad, 1));

        assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
        assertThat(fault.program()).isEqualTo("corrupt");
        assertThat(fault.slot()).as("the store").isEqualTo(3);
        assertThat(fault.address()).isEqualTo(address);
        assertThat(fault)
            .hasMessageStartingWith("program 'corrupt', instruction 3: ")
            .hasMessageContaining("0x" + Long.toHexString(address));
        assertThat(run(bad, 0)).as("the same instance").isEqualTo((long) STEP * i);
      }
      over.set(true);
      thread.join();
      assertThat(run(good, 0)).isEqualTo(STEP * (runs.get() + 1L));
      assertThat(bad.closeAndReport()).isEmpty();
      assertThat(good.closeAndReport()).isEmpty();
    }
  }
}
