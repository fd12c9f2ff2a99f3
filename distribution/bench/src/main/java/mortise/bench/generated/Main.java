package mortise.bench.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.object.Disassembler;
import mortise.testkit.generate.Campaign;
import mortise.testkit.generate.Checker;
import mortise.testkit.generate.Outcome;
import mortise.testkit.generate.SavedCase;

/// `generate [--semantics SPEC] [--seed N] [--count N] [--inputs N] [--threads N] [--save DIR]`:
/// generates programs, checks them, and prints how many and how fast. Exit code 1 if one fails; 2
/// for wrong usage.
public final class Main {
  private static final int SHOWN = 5;

  private Main() {}

  private record Arguments(
      Semantics semantics, Campaign.Options options, Path save, String rejected) {
    static Arguments of(String[] arguments) {
      var options = Campaign.Options.of(1, 10_000);
      var save = Path.of("");
      var rejected = "";
      var semantics = Semantics.named("linux");
      for (int i = 0; i < arguments.length; i += 2) {
        if (i + 1 == arguments.length) {
          throw new IllegalArgumentException(arguments[i] + " needs a value");
        }
        var value = arguments[i + 1];
        if (arguments[i].equals("--rejected")) {
          rejected = value;
          continue;
        }
        if (arguments[i].equals("--semantics")) {
          semantics = Semantics.parse(value);
          continue;
        }
        if (arguments[i].equals("--save")) {
          save = Path.of(value);
          continue;
        }
        long number;
        try {
          number = Long.parseLong(value);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("'%s' is no number".formatted(value), e);
        }
        options =
            switch (arguments[i]) {
              case "--seed" ->
                  new Campaign.Options(
                      number,
                      options.programs(),
                      options.inputs(),
                      options.pruning(),
                      options.threads());
              case "--count" ->
                  new Campaign.Options(
                      options.seed(),
                      atLeastOne(number),
                      options.inputs(),
                      options.pruning(),
                      options.threads());
              case "--inputs" ->
                  new Campaign.Options(
                      options.seed(),
                      options.programs(),
                      (int) Math.min(atLeastOne(number), 10_000),
                      options.pruning(),
                      options.threads());
              case "--threads" ->
                  new Campaign.Options(
                      options.seed(),
                      options.programs(),
                      options.inputs(),
                      options.pruning(),
                      (int) Math.min(atLeastOne(number), 1024));
              default -> throw new IllegalArgumentException("no option " + arguments[i]);
            };
      }
      return new Arguments(semantics, options, save, rejected);
    }

    private static long atLeastOne(long number) {
      if (number < 1) {
        throw new IllegalArgumentException("%d is less than 1".formatted(number));
      }
      return number;
    }
  }

  public static void main(String[] arguments) {
    Arguments chosen;
    try {
      chosen = Arguments.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(
          "generate [--semantics SPEC] [--seed N] [--count N] [--inputs N] [--threads N] [--save"
              + " DIR]");
      System.exit(2);
      return;
    }
    var generators = Generated.generators(Engine.of(chosen.semantics()));
    var campaign = new Campaign(generators, chosen.options());
    if (!chosen.rejected().isEmpty()) {
      showRejected(campaign, chosen);
      return;
    }
    long start = System.nanoTime();
    var tally = campaign.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    print(tally, seconds, chosen.options());
    if (!tally.failures().isEmpty()) {
      report(tally, chosen.save());
      System.exit(1);
    }
  }

  private static void print(Campaign.Tally tally, double seconds, Campaign.Options options) {
    line(
        "%,d programs in %.1f s on %d threads: %,.0f a minute",
        tally.programs(), seconds, options.threads(), tally.programs() * 60 / seconds);
    line(
        "accepted %.1f %%, undecided %,d; %.0f slots a program; %,d runs, %,d instructions;"
            + " %,d verdicts compared with other pruning",
        tally.acceptance(),
        tally.undecided(),
        (double) tally.slots() / tally.programs(),
        tally.runs(),
        tally.steps(),
        tally.compared());
    line("%nrejected by");
    tally.rejected().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            e ->
                line(
                    "  %6d  %-36s %s",
                    e.getValue(), e.getKey(), tally.messages().getOrDefault(e.getKey(), "")));
    line("%nin accepted programs");
    tally.kinds().entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(e -> line("  %6d  %s", e.getValue(), e.getKey()));
  }

  private static void report(Campaign.Tally tally, Path folder) {
    line("%n%d failures", tally.failures().size());
    var seen = new HashSet<String>();
    for (var failure : tally.failures()) {
      var subject = failure.subject();
      var check = failure.outcome().check();
      line("  seed %d: %s", subject.program().seed(), failure.outcome().problem());
      if (!seen.add(check) || seen.size() > SHOWN) {
        continue;
      }
      var small = subject.minimised(check);
      var outcome = small.fails(check).orElse(failure.outcome());
      var text = SavedCase.of(small, outcome).text(small.template());
      if (folder.toString().isEmpty()) {
        line("%s", text.indent(4));
      } else {
        save(folder.resolve("%s-%d.txt".formatted(check, small.program().seed())), text);
      }
    }
  }

  /// The shortest program that a rule rejects.
  private static void showRejected(Campaign campaign, Arguments chosen) {
    var best =
        LongStream.range(0, chosen.options().programs())
            .mapToObj(i -> campaign.at(chosen.options().seed() + i))
            .filter(
                c ->
                    new Checker(c.template()).check(c.program().lines(), List.of())
                            instanceof Outcome.Rejected(String rule, String _)
                        && rule.equals(chosen.rejected()))
            .min(Comparator.comparingInt(c -> c.program().lines().size()));
    if (best.isEmpty()) {
      line("no program is rejected by %s", chosen.rejected());
      return;
    }
    var subject = best.get();
    line("%s", String.join(" ", subject.program().kinds()));
    var program = subject.template().with(subject.program().lines());
    for (int i = 0; i < program.program().size(); i++) {
      line("%4d: %s", i, Disassembler.text(program.program().at(i)));
    }
    if (program.verify() instanceof Verdict.Rejected no) {
      no.diagnostics().forEach(d -> line("%n%s", d.render()));
    }
  }

  private static void save(Path file, String text) {
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(file, text);
      line("    saved as %s", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
