package mortise.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mortise.engine.Engine;
import mortise.engine.Exploration;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Watcher;

/// How long it takes to find the race of two CPUs that nobody guards against, and to try every
/// schedule of the ways to guard against it: cold, as a command is that does nothing else.
final class Races {
  private static final int PREEMPTIONS = 2;

  /// @param without the rules that are switched off
  private record Race(String file, String policy, String other, List<String> without) {}

  private static final List<Race> RACES =
      List.of(
          new Race(
              "race_unsafe.bpf.o",
              "owner",
              "put_on",
              List.of("list.not-on-it", "list.already-linked")),
          new Race("race_owner.bpf.o", "owner", "move", List.of()),
          new Race("race_claim.bpf.o", "owner+claim", "put_on", List.of()),
          new Race("race_node_lock.bpf.o", "owner+node-lock", "put_on", List.of()));

  private Races() {}

  /// @param folder where the programs are
  /// @return a table, the heading first
  static List<List<String>> table(Path folder) {
    var table = new ArrayList<List<String>>();
    table.add(List.of("programs", "schedules", "states", "steps", "ms", "found"));
    RACES.forEach(race -> table.add(row(folder, race)));
    return table;
  }

  private static List<String> row(Path folder, Race race) {
    var semantics = Semantics.named("proposal").with("unknown-nodes", race.policy());
    for (var rule : race.without()) {
      semantics = semantics.without(rule);
    }
    var object = Engine.of(semantics).load(folder.resolve(race.file()));
    var cpus = new ArrayList<Verdict.Accepted>();
    for (var name : List.of("take_off", race.other())) {
      var verdict = object.program(name).orElseThrow().verify();
      if (!(verdict instanceof Verdict.Accepted accepted)) {
        throw new IllegalStateException(race.file() + ": not accepted: " + name);
      }
      cpus.add(accepted);
    }
    var report =
        Exploration.of(cpus, InterpreterBenchmark.INPUT)
            .within(Bounds.DEFAULT.withPreemptions(PREEMPTIONS))
            .explore(Watcher.NONE);
    return List.of(
        race.file(),
        Long.toString(report.schedules()),
        Long.toString(report.states()),
        Long.toString(report.steps()),
        String.format(Locale.ROOT, "%.0f", report.nanoseconds() / 1e6),
        report
            .failure()
            .map(failure -> failure.check())
            .orElse("nothing: " + report.end().name().toLowerCase(Locale.ROOT)));
  }
}
