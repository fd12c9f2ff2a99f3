package mortise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticsTest {
  private static final Policy COUNT = Policy.of("count", "Who counts.", "caller", "helper");
  private static final Policy WAYS =
      Policy.setOf("ways", "What may be used.", List.of("ask"), "ask", "claim");

  private record Family(String id, String semantics, Consumer<Declarations> body)
      implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of(id, semantics, "0.1.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      body.accept(in);
    }
  }

  private static final List<HelperFamily> FAMILIES =
      List.of(
          new Family("counting", "odd", in -> in.policy(COUNT)),
          new Family(
              "asking",
              "odd",
              in -> {
                in.policies(WAYS);
                in.conflict("claim needs ask", WAYS.chosen("claim"), WAYS.notChosen("ask"));
              }),
          new Family("plain", "even", in -> {}));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux",
        "proposal+refcount=helper",
        "proposal+refcount=helper+unknown-nodes=owner+claim",
        "proposal+lock.order=a+b+c+transfer=non-owning"
      })
  void isReadAsItIsWritten(String text) {
    assertThat(Semantics.parse(text)).hasToString(text);
  }

  @Test
  void whatHasNoEqualsSignBelongsToTheChoiceBefore() {
    assertThat(Semantics.parse("proposal+unknown-nodes=owner+claim+refcount=helper").policies())
        .containsOnly(Map.entry("unknown-nodes", "owner+claim"), Map.entry("refcount", "helper"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',            has no name",
    "+a=b,          has no name",
    "linux+,        'after each + comes policy=value, not '''''",
    "linux+a=,      'not ''a='''",
    "linux+=b,      'not ''=b'''",
    "linux+helper,  'helper'' is a value, but of which policy?'",
    "linux+a=b+a=c, chooses the policy a twice",
  })
  void whatIsWrittenOtherwiseIsRefused(String text, String why) {
    assertThatThrownBy(() -> Semantics.parse(text))
        .isInstanceOf(SemanticsProblem.class)
        .hasMessageContaining(why);
  }

  @Test
  void aSemanticsThatIsNotThereIsToldThoseThatAre() {
    assertThatThrownBy(() -> Engine.of(Semantics.named("none"), FAMILIES))
        .isInstanceOf(SemanticsProblem.class)
        .hasMessage("no semantics 'none'; there are: even, odd");
    assertThatThrownBy(() -> Engine.of(Semantics.parse("none+count=caller"), FAMILIES))
        .isInstanceOf(SemanticsProblem.class)
        .hasMessage("no semantics 'none'; there are: even, odd");
  }

  @Test
  void policiesWithWhatTheyAre() {
    var engine = Engine.of(Semantics.parse("odd+ways=claim+ask"), FAMILIES);
    assertThat(engine.policies())
        .containsExactly(new PolicyChoice(COUNT, "caller"), new PolicyChoice(WAYS, "ask+claim"));
    assertThat(engine.policies()).extracting(PolicyChoice::isDefault).containsExactly(true, false);
    assertThat(engine.semantics()).hasToString("odd+ways=ask+claim");
  }

  @Test
  void combinationsThatDoNotContradict() {
    assertThat(Engine.of(Semantics.named("odd"), FAMILIES).combinations())
        .extracting(Semantics::toString)
        .containsExactly(
            "odd+count=caller+ways=none",
            "odd+count=caller+ways=ask",
            "odd+count=caller+ways=ask+claim",
            "odd+count=helper+ways=none",
            "odd+count=helper+ways=ask",
            "odd+count=helper+ways=ask+claim")
        .allSatisfy(
            text -> assertThat(Engine.of(Semantics.parse(text), FAMILIES).policies()).hasSize(2));
    assertThat(Engine.of(Semantics.named("even"), FAMILIES).combinations())
        .containsExactly(Semantics.named("even"));
  }

  @Test
  void policiesThatContradictAreRefused() {
    assertThatThrownBy(() -> Engine.of(Semantics.parse("odd+ways=claim"), FAMILIES))
        .isInstanceOf(SemanticsProblem.class)
        .hasMessage("policies contradict: claim needs ask; chosen: ways=claim");
  }

  @Test
  void neighboursDifferInOnePolicy() {
    assertThat(Engine.of(Semantics.parse("odd+count=helper"), FAMILIES).neighbours())
        .extracting(Semantics::toString)
        .containsExactly(
            "odd+count=helper",
            "odd+count=caller",
            "odd+count=helper+ways=none",
            "odd+count=helper+ways=ask+claim");
  }
}
