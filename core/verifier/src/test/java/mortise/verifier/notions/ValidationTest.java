package mortise.verifier.notions;

import static mortise.spi.Condition.not;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.Subject;
import mortise.verifier.rulebook.Assembler;
import mortise.verifier.rulebook.SemanticsException;
import org.junit.jupiter.api.Test;

/// Declarations that make no sense are refused when a semantics is put together, in one line that
/// says who and where.
class ValidationTest {
  private static final Rule RULE = Rule.id("odd.rule").message("no");
  private static final Facet<Integer> FACET = Facet.onIdentity("odd.facet", Integer.class, 0);
  private static final FieldKind FIELD = FieldKind.struct("odd", 8, 8).build();
  private static final Role PART = new Role("part");
  private static final EventKind EVENT = new EventKind("odd.event", List.of(PART));

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

  private static void assertRefused(String what, Family... families) {
    assertThatThrownBy(() -> Assembler.assemble("odd", List.of(families), Map.of()))
        .isInstanceOf(SemanticsException.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
  }

  private static Family family(Consumer<Declarations> body) {
    return new Family("strange", body);
  }

  @Test
  void parameterOfAnotherFunction() {
    assertRefused(
        "function second: it speaks of 'number', which is not there",
        family(
            in -> {
              var number = in.function("first").scalar("number");
              in.function("second").requires(RULE, number.isBetween(0, 1));
            }));
  }

  @Test
  void resultInRequirement() {
    assertRefused(
        "function f: it speaks of 'result'",
        family(in -> in.function("f").requires(RULE, Subject.result().isNull())));
  }

  @Test
  void trackedThatNothingGoesThrough() {
    assertRefused(
        "function f: it speaks of 'each'",
        family(in -> in.function("f").effects(Effect.set(Subject.tracked("each"), FACET, 1))));
  }

  @Test
  void eventThatNobodyAnnounces() {
    assertRefused(
        "subscription to odd.event: no function announces odd.event",
        family(in -> in.on(EVENT).effects(Effect.set(PART, FACET, 1))));
  }

  @Test
  void roleOfAnotherEvent() {
    assertRefused(
        "subscription to odd.event: it speaks of 'other'",
        family(
            in -> {
              var f = in.function("f");
              f.announces(EVENT, f.pointer("p"));
              in.on(EVENT).effects(Effect.set(new Role("other"), FACET, 1));
            }));
  }

  @Test
  void wordThatNobodySays() {
    assertRefused(
        "function f: the message of odd.words asks for {owner}",
        family(
            in -> {
              var f = in.function("f");
              f.requires(
                  Rule.id("odd.words").message("{arg} {owner} {lock,unlock}"),
                  f.pointer("p").isNull());
            }));
  }

  @Test
  void notOfSeveralFields() {
    assertRefused(
        "function f: 'not' of what must hold for each of several fields",
        family(
            in -> {
              var f = in.function("f");
              f.requires(RULE, not(f.pointer("p").fields(FIELD).is(FACET, 1)));
            }));
  }

  @Test
  void subscribersThatContradict() {
    var first =
        new Family(
            "one",
            in -> {
              var f = in.function("f");
              f.announces(EVENT, f.pointer("p"));
              in.on(EVENT).effects(Effect.set(PART, FACET, 1));
            });
    var second = new Family("two", in -> in.on(EVENT).effects(Effect.set(PART, FACET, 2)));
    assertRefused("it sets odd.facet of part to 2, but family", first, second);
  }

  @Test
  void callbackThatNothingInvokes() {
    assertRefused(
        "function f: nothing says how the subprogram 'each' is called back",
        family(in -> in.function("f").subprogram("each")));
  }

  @Test
  void callbackThatIsNoSubprogram() {
    assertRefused(
        "function f: it calls back 'number'",
        family(
            in -> {
              var f = in.function("f");
              f.invokes(f.scalar("number"), Invocation.of(Repetition.ONCE));
            }));
  }

  @Test
  void laterWithWhatIsThereNow() {
    assertRefused(
        "function f: what is there at the call",
        family(
            in -> {
              var f = in.function("f");
              var context = f.parameter("context", new Parameter.Anything());
              f.invokes(
                  f.subprogram("each"),
                  Invocation.of(Repetition.LATER, new Invocation.Passed(context)));
            }));
  }

  @Test
  void eventWithTooManySubjects() {
    assertRefused(
        "function f: it announces odd.event with 2 subjects",
        family(
            in -> {
              var f = in.function("f");
              var p = f.pointer("p");
              f.effects(Effect.announce(EVENT, p, p));
            }));
  }
}
