package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mortise.engine.Engine;
import mortise.engine.Exploration;
import mortise.engine.LoadedObject;
import mortise.engine.Verdict;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The race of the discussion's §6 on two CPUs: one takes an object that both found off the first
/// list, the other puts it on the second.
class RaceTest {
  private static final Input PACKET = new Input(new byte[64], new byte[0]);

  private static LoadedObject load(Engine engine, String name) {
    return engine.load(Product.EXAMPLES.resolve("proposal").resolve(name));
  }

  /// What would reject the unsafe programs is off.
  private static Engine unasking() {
    return Suite.PROPOSAL.engine(Map.of(), List.of("list.not-on-it", "list.already-linked"));
  }

  private static Exploration exploration(LoadedObject object, String... programs) {
    var accepted = new ArrayList<Verdict.Accepted>();
    for (var name : programs) {
      accepted.add((Verdict.Accepted) object.program(name).orElseThrow().verify());
    }
    return Exploration.of(accepted, PACKET).within(Bounds.DEFAULT.withPreemptions(2));
  }

  private static List<List<Integer>> values(Report report) {
    return report.outcomes().keySet().stream()
        .map(outcome -> outcome.values().stream().map(Long::intValue).toList())
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "race_owner.bpf.o, owner, move",
    "race_claim.bpf.o, owner+claim, put_on",
    "race_node_lock.bpf.o, owner+node-lock, put_on"
  })
  void whoAsksIsSafe(String file, String policy, String other) {
    var engine = Suite.PROPOSAL.engine(Map.of("unknown-nodes", policy), List.of());
    var report = exploration(load(engine, file), "take_off", other).explore(Watcher.NONE);
    assertThat(report.failure()).isEmpty();
    assertThat(report.end()).isIn(Report.End.BOUND, Report.End.ALL);
    // the one who comes first gets it; what that leaves is the other's
    assertThat(values(report)).contains(List.of(1, 0), List.of(1, 1));
    System.out.printf("%s: %d schedules, %d ms%n", file, report.schedules(), milliseconds(report));
  }

  @Test
  void whoDoesNotAskBreaksAList() {
    var exploration = exploration(load(unasking(), "race_unsafe.bpf.o"), "take_off", "put_on");

    var watched = exploration.explore(Watcher.NONE);
    var failure = watched.failure().orElseThrow();
    assertThat(failure.check()).isEqualTo("container-links");
    // it takes two CPUs: one is stopped, in the middle of taking the object off
    assertThat(failure.schedule().switches()).isBetween(1, 4);
    assertThat(exploration.replay(failure.schedule()).failure().orElseThrow().message())
        .isEqualTo(failure.message());

    // also without anybody who knows what a list is
    var unwatched = exploration.unwatched().explore(Watcher.NONE);
    assertThat(unwatched.failure().orElseThrow().check()).isIn("memory", "leak");
    System.out.printf(
        "race_unsafe.bpf.o: found after %d ms, unwatched %d ms%n",
        milliseconds(watched), milliseconds(unwatched));
  }

  @Test
  void aloneEachIsFine() {
    var object = load(unasking(), "race_unsafe.bpf.o");
    for (var program : List.of("take_off", "put_on")) {
      assertThat(exploration(object, program).explore(Watcher.NONE).failure()).isEmpty();
    }
  }

  @Test
  void withTheRulesNeitherIsAccepted() {
    var object = load(Suite.PROPOSAL.engine(), "race_unsafe.bpf.o");
    for (var program : object.programs()) {
      assertThat(program.verify()).isInstanceOf(Verdict.Rejected.class);
    }
  }

  private static long milliseconds(Report report) {
    return report.nanoseconds() / 1_000_000;
  }
}
