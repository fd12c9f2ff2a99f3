package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import mortise.bench.generated.Generated;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;
import mortise.testkit.generate.Campaign;
import mortise.testkit.generate.Case;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.Generator;
import mortise.testkit.generate.Statement;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;
import org.junit.jupiter.api.Test;

/// A family that is wrong is found out by its own statements, and the program is made small.
class FoundBugsTest {
  private static final int ROLL = 9001;

  /// Dice that say 1 to 6, and give 7.
  private static final class LoadedDice implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("dice", "linux", "1.0.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      in.helper(ROLL, "bpf_roll")
          .returns(Result.scalar(1, 6))
          .prototype("__u64 bpf_roll(void)")
          .documentation("Rolls a die.")
          .runs(call -> 7);
    }
  }

  /// What the family adds.
  private static final class Rolls implements StatementSource {
    @Override
    public List<Offer> offers(Template template) {
      return List.of(
          new Offer(
              "dice.roll",
              40,
              scene -> {
                if (!scene.world().mayCall() || !scene.world().sections().isEmpty()) {
                  return Optional.empty();
                }
                scene.world().called();
                scene.world().set(0, new Scalar(1, 6));
                return Optional.of(Statement.Straight.of("dice.roll", Code.helper(ROLL)));
              }));
    }
  }

  private static List<Generator> generators() {
    var families = new ArrayList<>(Product.families());
    families.add(new LoadedDice());
    var engine = Engine.of(Semantics.named("linux"), families);
    var sources = new ArrayList<>(Generated.sources(Product.linux()));
    sources.add(new Rolls());
    return Generated.templates(engine).stream().map(t -> Generator.of(t, sources)).toList();
  }

  @Test
  void aFunctionThatAnswersOtherwiseThanDeclared() {
    var campaign = new Campaign(generators(), new Campaign.Options(1, 200, 8, 0, 1));
    var failure = campaign.run().failures().getFirst();
    var check = failure.outcome().check();
    var small = failure.subject().minimised(check);
    assertThat(small.fails(check)).isPresent();
    assertThat(small.program().kinds()).contains("dice.roll");
    assertThat(small.program().lines().size()).isLessThanOrEqualTo(4);
    assertThat(small.inputs().size()).isLessThanOrEqualTo(failure.subject().inputs().size());
  }

  /// The smallest program with a division and a spill is known: those two, and the end.
  @Test
  void theMinimiserReachesTheKnownMinimum() {
    var campaign = new Campaign(generators(), Campaign.Options.of(1, 1));
    var found =
        LongStream.range(0, 1000).mapToObj(campaign::at).filter(FoundBugsTest::has).findFirst();
    assertThat(found).isPresent();
    var small = mortise.testkit.generate.Minimiser.minimise(found.get(), FoundBugsTest::has);
    assertThat(has(small)).isTrue();
    assertThat(small.program().lines()).hasSize(3);
    assertThat(small.inputs()).isEmpty();
    assertThat(found.get().program().lines().size()).isGreaterThan(3);
  }

  private static boolean has(Case subject) {
    var lines = subject.program().lines();
    return lines.stream().anyMatch(l -> (l.raw().opcode() & 0xf7) == 0x37)
        && lines.stream().anyMatch(l -> l.raw().opcode() == 0x7b);
  }
}
