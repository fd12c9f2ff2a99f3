package mortise.verifier.notions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Policy;
import mortise.verifier.rulebook.Assembler;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.SemanticsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What families leave open, and how it is chosen.
class PoliciesTest {
  private static final Policy COUNT = Policy.of("count", "Who counts.", "caller", "helper");
  private static final Policy WAYS =
      Policy.setOf("ways.open", "What may be used.", List.of("ask"), "ask", "claim", "bolt");

  private record Family(String id, Consumer<Declarations> body) implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of(id, "odd", "0.1.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      body.accept(in);
    }
  }

  private static RuleBook assemble(Map<String, String> choices, Family... families) {
    return Assembler.assemble("odd", List.of(families), choices);
  }

  private static Set<String> ways(String chosen) {
    var told = new ArrayList<Set<String>>();
    assemble(Map.of("ways.open", chosen), new Family("one", in -> told.add(in.policies(WAYS))));
    return told.getFirst();
  }

  private static void assertRefused(
      String message, Map<String, String> choices, Family... families) {
    assertThatThrownBy(() -> assemble(choices, families))
        .isInstanceOf(SemanticsException.class)
        .hasMessage(message);
  }

  private static Family conflicting() {
    return new Family(
        "conflicting",
        in -> {
          in.policies(WAYS);
          in.conflict(
              "claim needs ask: it swaps what is asked for",
              WAYS.chosen("claim"),
              WAYS.notChosen("ask"));
          in.conflict("bolts count for themselves", WAYS.chosen("bolt"), COUNT.chosen("caller"));
        });
  }

  @Test
  void aSetIsGivenInTheOrderOfItsElementsHoweverItIsWritten() {
    assertThat(ways("claim+ask")).containsExactly("ask", "claim");
    assertThat(ways("bolt+bolt")).containsExactly("bolt");
    assertThat(ways("none")).isEmpty();
    assertThat(
            assemble(Map.of("ways.open", "bolt+ask"), new Family("one", in -> in.policies(WAYS)))
                .choices())
        .containsExactly(Map.entry("ways.open", "ask+bolt"));
  }

  @Test
  void whatIsNotChosenIsTheDefault() {
    var book =
        assemble(
            Map.of(),
            new Family(
                "one",
                in -> {
                  in.policy(COUNT);
                  in.policies(WAYS);
                }));
    assertThat(book.choices())
        .containsOnly(Map.entry("count", "caller"), Map.entry("ways.open", "ask"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "ask+", "+ask", "ask+none", "Ask", "ask,claim", "ask claim"})
  void whatIsNoSetIsRefused(String written) {
    assertRefused(
        "policy ways.open has no value '%s'; it has: ask, claim, bolt,".formatted(written)
            + " several of them joined by +, or none",
        Map.of("ways.open", written),
        new Family("one", in -> in.policies(WAYS)));
  }

  @Test
  void valuesAndPoliciesThatAreNotThereAreToldThoseThatAre() {
    var both =
        new Family(
            "one",
            in -> {
              in.policies(WAYS);
              in.policy(COUNT);
            });
    assertRefused(
        "policy count has no value 'callee'; it has: caller, helper",
        Map.of("count", "callee"),
        both);
    assertRefused(
        "policy count has no value 'caller+helper'; it has: caller, helper",
        Map.of("count", "caller+helper"),
        both);
    assertRefused(
        "semantics 'odd' has no policy 'cuont'; it has: count = caller | helper;"
            + " ways.open = any of ask, claim, bolt",
        Map.of("cuont", "caller"),
        both);
    assertRefused(
        "semantics 'odd' has no policy 'count'; it has: none",
        Map.of("count", "caller"),
        new Family("two", in -> {}));
  }

  @Test
  void familiesShareAPolicyThatIsTheSame() {
    var told = new ArrayList<String>();
    var same = Policy.of("count", "Who counts.", "caller", "helper");
    var book =
        assemble(
            Map.of("count", "helper"),
            new Family("one", in -> told.add(in.policy(COUNT))),
            new Family("two", in -> told.add(in.policy(same))));
    assertThat(told).containsExactly("helper", "helper");
    assertThat(book.policies()).containsOnlyKeys("count");
  }

  @Test
  void familiesThatMeanDifferentThingsByOnePolicyAreRefused() {
    var other = Policy.of("count", "Who counts.", "helper", "caller");
    assertRefused(
        "families one 0.1.0 (odd) and two 0.1.0 (odd) declare the policy count differently:"
            + " caller | helper (default caller; \"Who counts.\"),"
            + " and helper | caller (default helper; \"Who counts.\")",
        Map.of(),
        new Family("one", in -> in.policy(COUNT)),
        new Family("two", in -> in.policy(other)));
  }

  @Test
  void choicesThatContradictAreRefusedInWords() {
    assertRefused(
        "policies contradict: claim needs ask: it swaps what is asked for;"
            + " chosen: ways.open=claim",
        Map.of("ways.open", "claim"),
        conflicting());
    assertThatCode(() -> assemble(Map.of("ways.open", "ask+claim"), conflicting()))
        .doesNotThrowAnyException();
  }

  @Test
  void choicesOfDifferentFamiliesContradictWhoeverComesFirst() {
    var counting = new Family("counting", in -> in.policy(COUNT));
    var chosen = Map.of("ways.open", "ask+bolt");
    var why =
        "policies contradict: bolts count for themselves; chosen: ways.open=ask+bolt, count=caller";
    assertRefused(why, chosen, conflicting(), counting);
    assertRefused(why, chosen, counting, conflicting());
    assertThatCode(
            () ->
                assemble(
                    Map.of("ways.open", "ask+bolt", "count", "helper"), conflicting(), counting))
        .doesNotThrowAnyException();
  }

  @Test
  void whereAPolicyIsNotThereNothingContradictsIt() {
    assertThatCode(() -> assemble(Map.of("ways.open", "ask+bolt"), conflicting()))
        .doesNotThrowAnyException();
  }

  @Test
  void aFamilyThatAsksForOneValueOfASetIsLeftOut() {
    var book = assemble(Map.of(), new Family("one", in -> in.policy(WAYS)));
    assertThat(book.problems())
        .singleElement()
        .asString()
        .contains("one 0.1.0 (odd)", "ways.open is a set, not one value");
  }

  @Test
  void allThatCanBeChosen() {
    assertThat(COUNT.spellings()).containsExactly("caller", "helper");
    assertThat(WAYS.spellings())
        .containsExactly(
            "none",
            "ask",
            "claim",
            "ask+claim",
            "bolt",
            "ask+bolt",
            "claim+bolt",
            "ask+claim+bolt");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "Count  | a   | not a name for a policy: Count",
        "count= | a   | not a name for a policy: count=",
        "count  | a b | policy count: values are lower case, digits, dots and dashes: [a b]",
        "count  | a+b | policy count: values are lower case, digits, dots and dashes: [a+b]",
        "count  | ''  | policy count: values are lower case, digits, dots and dashes: []",
      })
  void namesAndValuesCanBeWrittenOnACommandLine(String name, String value, String message) {
    assertThatThrownBy(() -> Policy.of(name, "", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aPolicyThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> Policy.of("count", "")).hasMessageContaining("nothing to choose");
    assertThatThrownBy(() -> Policy.of("count", "", "a", "a")).hasMessageContaining("twice");
    assertThatThrownBy(() -> Policy.setOf("set", "", List.of("b"), "a"))
        .hasMessageContaining("by default");
    assertThatThrownBy(() -> Policy.setOf("set", "", List.of(), "none"))
        .hasMessageContaining("none");
    assertThatThrownBy(() -> WAYS.chosen("hope")).hasMessageContaining("no value 'hope'");
  }
}
