package mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.cli.view.DiffRow;
import mortise.cli.view.DiffSide;
import mortise.cli.view.PartingView;
import mortise.cli.view.PartingView.At;
import mortise.cli.view.Place;
import mortise.engine.compare.Fact;
import mortise.engine.compare.RulesComparison;
import mortise.engine.compare.RulesComparison.Difference;
import mortise.engine.compare.RulesComparison.Kind;
import mortise.engine.compare.RulesComparison.Presence;
import mortise.spi.FamilyInfo;
import mortise.spi.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    var context =
        new Context(
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            DiffCommandTest::open,
            false,
            Optional.empty(),
            List.of(),
            List.of());
    return Main.run(context, arguments);
  }

  private static EngineGateway open(EngineGateway.Choice choice) throws InputProblem {
    if (choice.name().equals("nope")) {
      throw new InputProblem("no semantics 'nope'; there are: a, b");
    }
    var policies = choice.policies().isEmpty() ? "" : " " + choice.policies();
    return new Fake(choice.name() + policies);
  }

  /// Objects are named after their programs, programs after what becomes of them.
  private record Fake(String semantics) implements EngineGateway {
    @Override
    public LoadedObject load(Path file) throws InputProblem {
      throw new InputProblem(file + ": is not here");
    }

    @Override
    public Explorable explorable(Path file) throws InputProblem {
      throw new InputProblem(file + ": is not here");
    }

    @Override
    public Comparing against(EngineGateway other) {
      return new FakeComparing(semantics.equals(other.semantics()));
    }

    @Override
    public List<String> problems() {
      return List.of("something was left out");
    }

    @Override
    public List<FamilyInfo> families() {
      return List.of();
    }

    @Override
    public Optional<String> describe(String family) {
      return Optional.empty();
    }

    @Override
    public String header() {
      return "";
    }

    @Override
    public Optional<Rule> rule(String id) {
      return Optional.empty();
    }
  }

  private record FakeComparing(boolean same) implements EngineGateway.Comparing {
    @Override
    public List<FakeProgram> load(Path left, Path right) throws InputProblem {
      if (left.toString().equals("gone.o")) {
        throw new InputProblem("gone.o: there is no such file");
      }
      if (left.toString().equals("all.o")) {
        return Stream.of("same", "cost", "worse", "foreign", "new", "lost")
            .map(name -> new FakeProgram(name, ""))
            .toList();
      }
      var second = left.equals(right) ? "" : right.toString();
      return Stream.of(left.toString().replace(".o", "").split("\\+"))
          .map(name -> new FakeProgram(name, second))
          .toList();
    }

    @Override
    public RulesComparison rules() {
      return same
          ? new RulesComparison(List.of(), 7)
          : new RulesComparison(
              List.of(
                  new Difference(
                      Kind.FUNCTION, "f", Presence.LEFT, List.of(fact("does", "x")), List.of()),
                  new Difference(
                      Kind.FUNCTION,
                      "g",
                      Presence.BOTH,
                      List.of(
                          new Fact("requires", "g.live", "{arg} must live", "live(p)"),
                          fact("returns", "number")),
                      List.of(new Fact("requires", "g.live", "{arg} must live", "owned(p)"))),
                  new Difference(
                      Kind.FIELD, "bpf_h", Presence.RIGHT, List.of(), List.of(fact("is", "y")))),
              5);
    }

    private static Fact fact(String aspect, String text) {
      return new Fact(aspect, "", text, "");
    }
  }

  private record FakeProgram(String name, String second) implements EngineGateway.ComparedProgram {
    @Override
    public DiffRow compare(String file) {
      var good = DiffSide.judged(Rows.accepted(file, name, 40));
      var other = DiffSide.judged(Rows.accepted(file, name, 50));
      var bad = DiffSide.judged(Rows.rejected(file, name, 7, "no"));
      var big = DiffSide.judged(Rows.undecided(file, name, 9));
      return switch (name) {
        case "same" -> new DiffRow(file, name, good, good, false, Optional.empty());
        case "big" -> new DiffRow(file, name, big, big, false, Optional.empty());
        case "cost" -> new DiffRow(file, name, good, other, true, Optional.empty());
        case "worse" -> new DiffRow(file, name, good, bad, true, Optional.of(PARTING));
        case "foreign" ->
            new DiffRow(
                file,
                name,
                good,
                DiffSide.notApplicable("calls f, which is not here"),
                false,
                Optional.empty());
        case "new" ->
            new DiffRow(
                file, name, DiffSide.absent("no such program"), good, true, Optional.empty());
        case "defect" -> throw new IllegalStateException("a defect");
        case "pair" -> new DiffRow(file, second, good, good, false, Optional.empty());
        default -> new DiffRow(file, name, good, DiffSide.absent("gone"), true, Optional.empty());
      };
    }
  }

  private static final PartingView PARTING =
      new PartingView(
          new At(12, Optional.of(new Place("q.c", 30, 5)), "list_add(n, h);"),
          new At(12, Optional.of(new Place("q.c", 30, 5)), "list_add(n, h);"),
          Optional.of(new At(13, Optional.empty(), "")),
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "same.o,           0",
    "foreign.o,        0",
    "same+foreign.o,   0",
    "cost.o,           1",
    "worse.o,          1",
    "new.o,            1",
    "lost.o,           1",
    "big.o,            3",
    "big+worse.o,      1",
    "gone.o,           2",
    "gone.o worse.o,   2",
    "defect.o gone.o,  4",
  })
  void exitCodes(String objects, int expected) {
    var arguments =
        Stream.concat(Stream.of("diff", "--semantics", "a,b"), Stream.of(objects.split(" +")))
            .toArray(String[]::new);
    assertThat(run(arguments)).isEqualTo(expected);
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void theTableComparesAsVeristatDoes() {
    assertThat(run("diff", "--semantics", "a,b+p=v", "all.o")).isEqualTo(1);
    assertThat(out)
        .hasToString(
            """
            A: a
            B: b {p=v}

            File   Program  Verdict (A)  Verdict (B)  Verdict (DIFF)  Insns (A)  Insns (B)   Insns (DIFF)  States (A)  States (B)  States (DIFF)
            -----  -------  -----------  -----------  --------------  ---------  ---------  -------------  ----------  ----------  -------------
            all.o  same     success      success      MATCH                  40         40    +0 (+0.00%)           4           4    +0 (+0.00%)
            all.o  cost     success      success      MATCH                  40         50  +10 (+25.00%)           4           5   +1 (+25.00%)
            all.o  worse    success      failure      MISMATCH               40          7  -33 (-82.50%)           4           0  -4 (-100.00%)
            all.o  foreign  success      n/a          N/A                    40        N/A            N/A           4         N/A            N/A
            all.o  new      missing      success      NEW                   N/A         40            N/A         N/A           4            N/A
            all.o  lost     success      missing      MISSING                40        N/A            N/A           4         N/A            N/A

            all.o/worse:
              A: success
              B: failure by list.lock-not-held: no
                 at instruction 7, src/q, 1.bpf.c:12:3
              they part after
                 instruction 12, q.c:30:5
                 | list_add(n, h);
                 A goes on with instruction 13
                 B ends there

            all.o/foreign:
              A: success
              B: n/a: calls f, which is not here

            all.o/new:
              A: missing: no such program
              B: success

            all.o/lost:
              A: success
              B: missing: gone

            Done. Compared 1 objects, 6 programs: 4 differ (1 new, 1 missing), 1 not applicable. Skipped 0 programs.
            """);
    assertThat(err).hasToString("mortise: something was left out\n");
  }

  @Test
  void csvHasTheRulesAndWhereTheTwoPart() {
    run("diff", "--semantics", "a,b", "-o", "csv", "-f", "worse", "-f", "foreign", "all.o");
    assertThat(out)
        .hasToString(
            """
            file_name,prog_name,verdict_base,verdict_comp,verdict_diff,total_insns_base,total_insns_comp,total_insns_diff,total_states_base,total_states_comp,total_states_diff,rule_base,rule_comp,message_base,message_comp,parting_insn_base,parting_insn_comp,parting_line
            all.o,worse,success,failure,MISMATCH,40,7,-33 (-82.50%),4,0,-4 (-100.00%),,list.lock-not-held,,no,12,12,q.c:30:5
            all.o,foreign,success,n/a,N/A,40,N/A,N/A,4,N/A,N/A,,,,"calls f, which is not here",,,
            """);
  }

  @Test
  void jsonHasAllOfIt() {
    run("diff", "--semantics", "a,b", "-o", "json", "-f", "worse", "all.o");
    assertThat(out.toString())
        .contains(
            "\"semantics_a\": \"a\"",
            "\"semantics_b\": \"b\"",
            "\"difference\": \"MISMATCH\"",
            "\"differs\": true",
            "\"rule\": \"list.lock-not-held\"",
            "\"source\": \"list_add(n, h);\"",
            "\"a_next\": {")
        .doesNotContain("\"b_next\"", "same");
  }

  @Test
  void filtersOnValuesAskBothSides() {
    run("diff", "--semantics", "a,b", "-o", "csv", "-f", "insns<8", "all.o");
    assertThat(out.toString().lines().skip(1)).singleElement().asString().contains(",worse,");
  }

  @Test
  void twoFilesAreOnePair() {
    assertThat(run("diff", "--semantics", "a,b", "-o", "csv", "pair.o:two.o")).isZero();
    assertThat(out.toString().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("pair.o:two.o,two.o,success,success,MATCH");
  }

  @Test
  void rulesAreComparedDeclarationByDeclaration() {
    assertThat(run("diff", "--semantics", "a,b", "--rules")).isEqualTo(1);
    assertThat(out)
        .hasToString(
            """
            A (-): a
            B (+): b

            functions
              only A has: f
              g
                - requires     g.live: {arg} must live
                -                live(p)
                - returns      number
                + requires     g.live: {arg} must live
                +                owned(p)

            fields
              only B has: bpf_h

            Done. 3 declarations differ, 5 are the same.
            """);
  }

  @Test
  void rulesAsJson() {
    assertThat(run("diff", "--semantics", "a,b", "--rules", "-o", "json")).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"same\": 5", "\"kind\": \"function\"", "\"in\": \"both\"", "\"only_b\": [");
  }

  @Test
  void rulesThatAreTheSame() {
    assertThat(run("diff", "--semantics", "a,a", "--rules")).isZero();
    assertThat(out.toString()).endsWith("Done. 0 declarations differ, 7 are the same.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "diff same.o                          | Missing required option: '--semantics=A,B'",
        "diff --semantics a same.o            | --semantics takes two, as in linux,proposal: not"
            + " 'a'",
        "diff --semantics a,b,c same.o        | takes two",
        "diff --semantics a,+b same.o         | semantics '+b' has no name",
        "diff --semantics a,b+p same.o        | 'p' is a value, but of which policy?",
        "diff --semantics a,nope same.o       | no semantics 'nope'; there are: a, b",
        "diff --semantics a,b                 | compare what?",
        "diff --semantics a,b --rules same.o  | --rules compares what semantics declare",
        "diff --semantics a,b --rules -f x    | --rules compares what semantics declare",
        "diff --semantics a,b --rules -o csv  | not csv",
        "diff --semantics a,b -o xml same.o   | xml",
        "diff --semantics a,b -f insns=x a.o  | needs a number",
        "diff --semantics a,b --without-rule x a.o | --without-rule",
        "diff --semantics a,b --plugin no.jar a.o  | no.jar",
      })
  void wrongUsageIsExplained(String arguments, String expected) {
    assertThat(run(arguments.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("mortise: ").contains(expected).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }
}
