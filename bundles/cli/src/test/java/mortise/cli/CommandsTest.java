package mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.RunView;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.spi.Category;
import mortise.spi.FamilyInfo;
import mortise.spi.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    var context =
        new Context(
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            choice ->
                new Fake(
                    choice.without().isEmpty()
                        ? choice.name()
                        : choice.name() + " without " + choice.without()),
            false,
            Optional.empty(),
            List.of(),
            List.of());
    return Main.run(context, arguments);
  }

  @Test
  void aRuleThatIsSwitchedOffIsWarnedOfAndPartOfTheSemantics() {
    assertThat(run("check", "--without-rule", "list.x", "--without-rule", "list.y", "good.o"))
        .isZero();
    assertThat(err.toString())
        .contains("WARNING: rule list.x is SWITCHED OFF: do not trust these verdicts")
        .contains("WARNING: rule list.y is SWITCHED OFF");
    assertThat(run("check", "-o", "json", "--without-rule", "list.x", "good.o")).isZero();
    assertThat(out.toString()).contains("linux without [list.x]");
  }

  /// An engine whose objects are named after the programs in them: `good+bad.o`.
  private record Fake(String semantics) implements EngineGateway {
    @Override
    public LoadedObject load(Path file) throws InputProblem {
      var name = file.toString();
      if (name.equals("missing.o")) {
        throw new InputProblem("missing.o: there is no such file");
      }
      var programs =
          Stream.of(name.replace(".o", "").split("\\+"))
              .map(program -> new FakeProgram(name, program))
              .toList();
      return () -> programs;
    }

    @Override
    public Explorable explorable(Path file) throws InputProblem {
      throw new InputProblem(file + ": is not here");
    }

    @Override
    public Comparing against(EngineGateway other) {
      throw new IllegalArgumentException("compares nothing");
    }

    @Override
    public List<FamilyInfo> families() {
      return List.of(
          FamilyInfo.of("lock", "linux", "1.2.3", "[0.1,0.2)"),
          FamilyInfo.of("list", "linux", "1.0", "[0.1,0.2)"));
    }

    @Override
    public Optional<String> describe(String family) {
      return family.equals("lock") ? Optional.of("all about locks\n") : Optional.empty();
    }

    @Override
    public String header() {
      return "#pragma once\n";
    }

    @Override
    public Optional<Rule> rule(String id) {
      var rule =
          Rule.id("list.x")
              .category(Category.MEMORY_SAFETY)
              .suggestion("do not")
              .documentation("Because.")
              .source("push_list (6.18)")
              .message("no {arg}");
      return Optional.of(rule).filter(r -> r.id().equals(id));
    }
  }

  private static final CountDownLatch OTHER_DONE = new CountDownLatch(1);

  private record FakeProgram(String file, String name) implements EngineGateway.LoadedProgram {
    @Override
    public Program program() {
      throw new IllegalStateException("has no slots");
    }

    @Override
    public ProgramRow check(Map<Integer, RawInstruction> changes) {
      throw new IllegalStateException("has no slots");
    }

    @Override
    public ProgramRow check() {
      return switch (name) {
        case "bad" -> Rows.rejected(file, name, 40, "no");
        case "big" -> Rows.undecided(file, name, 1_000_001);
        case "defect" -> throw new IllegalStateException("a defect");
        case "late" -> {
          await();
          yield Rows.accepted(file, name, 1);
        }
        case "early" -> {
          OTHER_DONE.countDown();
          yield Rows.accepted(file, name, 2);
        }
        default -> Rows.accepted(file, name, name.length());
      };
    }

    private static void await() {
      try {
        OTHER_DONE.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public RunView run(EngineGateway.RunRequest request) {
      return new RunView(request.context().length, request.repeats(), 1000L * request.repeats());
    }

    @Override
    public String dump(EngineGateway.DumpStyle style) {
      return name + " " + style + "\n";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "good.o,            0",
    "good+bad.o,        1",
    "big.o,             3",
    "big+bad.o,         1",
    "missing.o bad.o,   2",
    "defect+bad.o,      4",
    "defect.o missing.o, 4",
  })
  void exitCodes(String objects, int expected) {
    assertThat(
            run(
                Stream.concat(Stream.of("check"), Stream.of(objects.split(" ")))
                    .toArray(String[]::new)))
        .isEqualTo(expected);
  }

  @Test
  void whatCannotBeReadDoesNotStopTheOthers() {
    run("check", "-o", "csv", "-e", "prog", "missing.o", "good.o");
    assertThat(out).hasToString("prog_name\ngood\n");
    assertThat(err.toString().lines()).containsExactly("mortise: missing.o: there is no such file");
  }

  @Test
  void aDefectIsOneLineThatNamesItsReport() {
    run("check", "-o", "csv", "-e", "prog", "defect+good.o");
    assertThat(out).hasToString("prog_name\ngood\n");
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith(
            "mortise: defect+good.o/defect: internal error (IllegalStateException); please report"
                + " it with ")
        .doesNotContain("\tat ");
  }

  @Test
  void resultsComeInTheOrderOfTheCommandLineWhoeverIsFirst() {
    // Only where there are two threads can the second program overtake the first.
    int threads = Runtime.getRuntime().availableProcessors();
    assumeTrue(threads > 1, "needs two processors");
    run("check", "-o", "csv", "-e", "prog", "late+early.o");
    assertThat(out).hasToString("prog_name\nlate\nearly\n");
  }

  @Test
  void sortsAndFiltersAndCountsWhatWasLeftOut() {
    run(
        "check",
        "-s",
        "insns",
        "-f",
        "!bad",
        "-f",
        "insns<4",
        "-e",
        "prog,insns",
        "a+bbb+cc+dddd+bad.o");
    assertThat(out)
        .hasToString(
            """
            Program  Insns
            -------  -----
            bbb          3
            cc           2
            a            1

            Done. Processed 1 files, 3 programs. Skipped 2 programs.
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check                        | Missing required parameter",
        "check -o xml good.o          | xml",
        "check -e nothing good.o      | no column 'nothing'",
        "check -s nothing good.o      | no column 'nothing'",
        "check -f insns=x good.o      | needs a number",
        "check -o json -e prog good.o | json has none",
        "check --policy x good.o      | --policy takes NAME=VALUE, not 'x'",
        "check --policy =x good.o     | --policy takes NAME=VALUE, not '=x'",
        "check --policy x=1 --policy x=2 good.o | --policy x=2, but an earlier --policy says 1",
        "check --semantics + good.o   | has no name",
        "check --semantics linux+a good.o | 'a' is a value, but of which policy?",
        "check --semantics linux+a=b --policy a=c good.o | --policy a=c, but --semantics says b",
        "check --plugin no.jar good.o | no.jar",
        "nonsense                     | nonsense",
        "run good.o --repeat 0        | --repeat",
        "run good.o --repeat many     | many",
        "run good.o --packet 0g       | --packet",
        "run good.o --ctx no.bin      | no.bin",
        "run good.o --ctx a --packet 0 | exclusive",
        "run a+b.o                    | there are a, b",
        "run a+b.o c                  | no program 'c'",
        "families show nothing        | no family 'nothing'",
        "families show                | which family",
        "explain list.y               | no rule 'list.y'",
      })
  void wrongUsageIsExplained(String arguments, String expected) {
    assertThat(run(arguments.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("mortise: ").contains(expected).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void runPrintsWhatBpftoolPrints() {
    assertThat(run("run", "good.o", "good", "--packet", "00 11:22", "--repeat", "3")).isZero();
    assertThat(out).hasToString("Return value: 3 (0x3), duration (average): 1000ns\n");
  }

  @Test
  void runRefusesWhatIsRejected() {
    assertThat(run("run", "bad.o")).isEqualTo(1);
    assertThat(err).hasToString("first line\nsecond line\n");
  }

  @ParameterizedTest
  @CsvSource({
    "a+b.o,a INSTRUCTIONS b INSTRUCTIONS",
    "a+b.o b --dot,b DOT",
    "a.o --source,a SOURCE"
  })
  void dumps(String arguments, String expected) {
    assertThat(run(("dump " + arguments).split(" "))).isZero();
    assertThat(out.toString().strip().replace("\n", " ")).isEqualTo(expected);
  }

  @Test
  void familiesAndHeadersAndRules() {
    assertThat(run("families")).isZero();
    assertThat(run("families", "show", "lock")).isZero();
    assertThat(run("headers")).isZero();
    assertThat(run("explain", "list.x")).isZero();
    assertThat(out.toString().lines().filter(line -> !line.isEmpty()))
        .containsExactly(
            "list             1.0.0      linux      SPI [0.1.0,0.2.0)",
            "lock             1.2.3      linux      SPI [0.1.0,0.2.0)",
            "all about locks",
            "#pragma once",
            "list.x (Memory Safety)",
            "  no {arg}",
            "Because.",
            "Suggestion: do not",
            "Source: push_list (6.18)");
  }

  @Test
  void helpAndVersion() {
    assertThat(run("--help")).isZero();
    assertThat(run("check", "--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void theKernelIsAskedByASubcommand() {
    assertThat(run("kernel")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("check", "mutants");
  }

  /// On any machine: there is no kernel to ask, no bundle to ask it, or no such object.
  @Test
  void whereTheKernelCannotBeAskedOneLineSaysSo() {
    assertThat(run("kernel", "check", "missing.o")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("mortise: ");
  }

  @Test
  void atLeastOneMutant() {
    assertThat(run("kernel", "mutants", "--most", "0", "good.o")).isEqualTo(ExitCode.USAGE);
    assertThat(err).hasToString("mortise: --most must be at least 1\n");
  }
}
