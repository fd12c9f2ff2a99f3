package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import mortise.bench.generated.Generated;
import mortise.testkit.generate.Campaign;
import mortise.testkit.generate.Campaign.Tally;
import mortise.testkit.generate.Checker;
import mortise.testkit.generate.Generator;
import mortise.testkit.generate.Outcome;
import mortise.testkit.generate.RunInput;
import mortise.testkit.generate.SavedCase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Programs that nobody wrote: what is accepted runs checked, and nothing goes wrong.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedProgramsTest {
  private static final int PROGRAMS = 3_000;

  /// What a generator that is hardly ever accepted proves is nothing.
  private static final double ACCEPTED = 30;

  private final java.util.List<Generator> generators = Generated.generators(Product.linux());
  private Tally tally = campaign(1, 1, 1).run();

  private Campaign campaign(long seed, long programs, int threads) {
    return new Campaign(generators, new Campaign.Options(seed, programs, 4, 10, threads));
  }

  @BeforeAll
  void generate() {
    tally = campaign(1, PROGRAMS, Runtime.getRuntime().availableProcessors()).run();
  }

  @Test
  void nothingGoesWrong() {
    assertThat(tally.failures())
        .as(
            () ->
                tally.failures().stream()
                    .limit(3)
                    .map(f -> SavedCase.of(f.subject(), f.outcome()).text(f.subject().template()))
                    .collect(Collectors.joining("\n")))
        .isEmpty();
    assertThat(tally.programs()).isEqualTo(PROGRAMS);
  }

  @Test
  void enoughIsAccepted() {
    assertThat(tally.acceptance())
        .as("accepted of a hundred; rejected by %s", tally.rejected())
        .isGreaterThanOrEqualTo(ACCEPTED);
  }

  @Test
  void someIsRejectedByManyRules() {
    assertThat(tally.rejected())
        .containsKeys(
            "memory.bounds",
            "memory.nullable-pointer",
            "packet.bounds",
            "reference.leak",
            "list.lock-not-held");
  }

  @Test
  void everyKindOfStatementIsInSomeAcceptedProgram() {
    var kinds = new TreeSet<String>();
    generators.forEach(g -> kinds.addAll(g.kinds()));
    assertThat(tally.kinds().keySet()).containsAll(kinds);
    assertThat(kinds).hasSizeGreaterThan(50);
  }

  @Test
  void acceptedProgramsDoRun() {
    assertThat(tally.runs()).isGreaterThan(tally.accepted());
    assertThat(tally.steps()).isGreaterThan(tally.runs() * 10);
    assertThat(tally.compared()).isPositive();
  }

  @Test
  void aSeedGivesOneProgram() {
    var again = Generated.generators(Product.linux());
    for (int i = 0; i < generators.size(); i++) {
      for (long seed = 0; seed < 50; seed++) {
        var program = generators.get(i).generate(seed);
        assertThat(again.get(i).generate(seed)).isEqualTo(program);
        assertThat(generators.get(i).generate(seed + 1)).isNotEqualTo(program);
      }
    }
  }

  @Test
  void aCampaignGivesTheSameWithAnyNumberOfThreads() {
    assertThat(campaign(7_000, 200, 1).run()).isEqualTo(campaign(7_000, 200, 3).run());
  }

  @Test
  void inputsBelongToTheirSeed() {
    assertThat(campaign(5, 1, 1).at(5).inputs()).isEqualTo(campaign(1, 1, 1).at(5).inputs());
    assertThat(campaign(5, 1, 1).at(6).inputs()).isNotEqualTo(campaign(1, 1, 1).at(5).inputs());
  }

  @Test
  void programsSurviveBeingSaved() {
    LongStream.range(0, 40)
        .mapToObj(seed -> campaign(1, 1, 1).at(seed))
        .forEach(
            subject -> {
              var saved = SavedCase.of(subject, new Outcome.Failed("none", "nothing was wrong"));
              var text = saved.text(subject.template());
              assertThat(SavedCase.parse("saved", text)).isEqualTo(saved);
              assertThat(saved.replay(subject.template()))
                  .isEqualTo(
                      new Checker(subject.template())
                          .check(subject.program().lines(), subject.inputs()));
            });
  }

  @Test
  void inputsReachEveryMapOfTheTemplate() {
    var maps =
        campaign(1, 1, 1).at(3).inputs().stream()
            .flatMap(i -> i.entries().stream())
            .map(RunInput.Entry::map)
            .collect(Collectors.toSet());
    assertThat(maps).containsExactlyInAnyOrder("array", "hash", "guarded");
  }
}
