package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import mortise.engine.Exploration;
import mortise.engine.LoadedObject;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;

/// Two programs that take two locks in opposite orders. `-EDEADLK` is 35.
class ResilientLocksTest {
  private static final Input PACKET = new Input(new byte[64], new byte[0]);
  private static final int ROUNDS = 2_000;

  private final LoadedObject object =
      Product.linux().load(Product.EXAMPLES.resolve("res_lock.bpf.o"));

  private Verdict.Accepted accepted(String program) {
    return (Verdict.Accepted) object.program(program).orElseThrow().verify();
  }

  @Test
  void whoWouldWaitForEverIsToldSo() {
    var report =
        Exploration.of(List.of(accepted("left_then_right"), accepted("right_then_left")), PACKET)
            .within(Bounds.DEFAULT.withPreemptions(2))
            .explore(Watcher.NONE);
    assertThat(report.end()).isIn(Report.End.BOUND, Report.End.ALL);
    assertThat(report.failure()).isEmpty();
    var answers =
        report.outcomes().keySet().stream()
            .map(outcome -> outcome.values().stream().map(Long::intValue).toList())
            .distinct()
            .toList();
    assertThat(answers).contains(List.of(0, 0), List.of(-35, 0), List.of(0, -35));
    assertThat(answers)
        .isSubsetOf(List.of(0, 0), List.of(-35, 0), List.of(0, -35), List.of(-35, -35));
  }

  /// With plain locks the same is refused; and rightly so, since with the rule off nobody goes on.
  @Test
  void plainLocksInOppositeOrdersAreRefused() {
    var file = Product.EXAMPLES.resolve("needed_together.bpf.o");
    var plain = Product.linux().load(file);
    var programs = List.of("takes_one_then_the_other", "takes_the_other_then_one");
    for (var program : programs) {
      assertThat(plain.program(program).orElseThrow().verify())
          .isInstanceOfSatisfying(
              Verdict.Rejected.class,
              no ->
                  assertThat(no.diagnostics().getFirst().text())
                      .endsWith("function calls are not allowed while holding a lock"));
    }
    assertThat(Consequence.together(file, programs, List.of("lock.call-in-section")).what())
        .isEqualTo("deadlock");
  }

  @Test
  void threadsGetThroughToo() throws Exception {
    var first = accepted("left_then_right");
    var second = accepted("right_then_left");
    try (var instance = first.instantiate(List.of(second));
        var threads = Executors.newFixedThreadPool(2)) {
      var answers = new ArrayList<Callable<Set<Integer>>>();
      for (var program : instance.programs()) {
        answers.add(
            () -> {
              var seen = new TreeSet<Integer>();
              for (int i = 0; i < ROUNDS; i++) {
                seen.add((int) instance.run(Execution.of(program, PACKET)));
              }
              return seen;
            });
      }
      for (var answer : threads.invokeAll(answers)) {
        assertThat(answer.get()).isSubsetOf(0, -35);
      }
      // and nobody holds anything afterwards
      for (var program : instance.programs()) {
        assertThat(instance.run(Execution.of(program, PACKET))).isZero();
      }
    }
  }
}
