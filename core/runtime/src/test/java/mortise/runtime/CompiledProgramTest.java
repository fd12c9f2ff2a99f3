package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mortise.object.BpfObject;
import mortise.runtime.memory.PlainType;
import mortise.spi.runtime.ContextFactory.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs what clang makes of `compiled.bpf.c`. The results are those of the same C compiled for the
/// machine at hand.
class CompiledProgramTest {
  private Instance instance;

  @BeforeEach
  void load() throws IOException {
    byte[] bytes;
    try (InputStream in = CompiledProgramTest.class.getResourceAsStream("compiled.bpf.o")) {
      bytes = Objects.requireNonNull(in).readAllBytes();
    }
    var object = BpfObject.parse("compiled.bpf.o", bytes);
    var programs = new ArrayList<RunnableProgram>();
    for (var program : object.programs()) {
      programs.add(
          new RunnableProgram(
              program, Map.of(), List.of(), (machine, input) -> new Context(0, 0, 0, 0), Map.of()));
    }
    var maps =
        object.maps().stream()
            .map(
                map ->
                    new BoundMap(
                        map, new PlainType(map.name(), map.valueSize()), Optional.empty(), false))
            .toList();
    instance =
        Instance.create(new InstanceSpec(programs, maps, id -> Optional.empty(), Limits.DEFAULT));
  }

  @AfterEach
  void close() {
    instance.close();
  }

  private long run(String name) {
    var program =
        instance.programs().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    return instance.run(Execution.of(program, Fixture.NOTHING));
  }

  @Test
  void readsConstantsAndCountsRuns() {
    // 100·(-3) - 1 - 255, (-200)·30000 + 1 - 1, 7·(-30000) - 128 - 2, (2³¹ - 1) + 127 - 128, 40
    assertThat(run("weights")).isEqualTo(-556 - 6_000_000 - 210_130 + 2_147_483_646L + 40);
    assertThat(run("weights")).isEqualTo(2_141_273_001L);
  }

  @Test
  void callsSubprogramsInLoops() {
    assertThat(run("steps")).isEqualTo(4294967386L);
  }

  @Test
  void dividesWithSignsAndSwapsBytes() {
    assertThat(run("buffer")).isEqualTo(-9584411097555L);
  }

  @Test
  void everyCpuOfManyGetsTheSame() {
    var threads = new ArrayList<Thread>();
    var wrong = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 500; n++) {
                      if (run("buffer") != -9584411097555L) {
                        wrong.incrementAndGet();
                      }
                    }
                  }));
    }
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(wrong).hasValue(0);
  }
}
