package mortise.engine.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.ghost.Question;
import mortise.spi.Invocation;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// Turns what a function declares into what its calls are meant to do at run time.
///
/// Whatever declares something that cannot be told from arguments and answer (a facet's value, say)
/// makes the objects that it speaks of blurred: nothing is claimed of who owns them.
public final class Meanings {
  private final FunctionPlan plan;
  private final RuleBook rules;
  private final Questions questions;
  private final Effects effects;

  private Meanings(FunctionPlan plan, RuleBook rules, boolean sleepable) {
    this.plan = plan;
    this.rules = rules;
    questions = new Questions(rules, sleepable);
    effects = new Effects(plan, rules, questions);
  }

  /// @param sleepable whether the program that calls it may sleep
  public static Meaning of(FunctionPlan plan, RuleBook rules, boolean sleepable) {
    var meanings = new Meanings(plan, rules, sleepable);
    return new Meaning(meanings.deeds(), meanings.entering());
  }

  private List<Deed> deeds() {
    var deeds = new ArrayList<Deed>();
    var refused = new ArrayList<Deed>();
    Optional<Movement.Into> refusable =
        plan.movements().stream()
            .filter(Movement.Into.class::isInstance)
            .map(Movement.Into.class::cast)
            .filter(i -> i.refusal().isPresent())
            .findFirst();
    for (var parameter : plan.parameters()) {
      if (parameter.kind() instanceof Parameter.Slot slot
          && slot.initialised()
          && !slot.mayBeNull()) {
        deeds.add(new Deed.Uses(parameter.index(), slot.slot().general().name()));
      }
    }
    for (var group : plan.effects()) {
      group.effects().forEach(effect -> effects.add(effect, group.roles(), deeds));
    }
    plan.movements().forEach(movement -> Movements.add(movement, deeds));
    if (plan.outcomes().isEmpty()) {
      result(plan.result(), deeds);
    } else {
      outcomes(deeds);
    }
    if (refusable.isEmpty()) {
      return deeds;
    }
    var refusal = refusable.get().refusal().orElseThrow();
    if (refusal.dropped()) {
      Operands.of(refusable.get().node()).ifPresent(node -> refused.add(new Deed.Settles(node)));
    }
    return List.of(
        new Deed.Either(
            new Question.Within(Deed.RESULT, refusal.lowest(), refusal.highest()), refused, deeds));
  }

  /// What each callback begins with.
  private List<Deed> entering() {
    var invocation = plan.invocation().orElse(null);
    if (invocation == null || invocation.repetition() == Invocation.Repetition.LATER) {
      return List.of();
    }
    var deeds = new ArrayList<Deed>();
    invocation
        .inside()
        .ifPresent(
            section ->
                Operands.token(invocation.token().stream().toList(), Map.of())
                    .ifPresent(token -> deeds.add(new Deed.Enters(section.name(), token))));
    for (int i = 0; i < invocation.arguments().size(); i++) {
      int argument = Deed.OF_CALLBACK + i;
      switch (invocation.arguments().get(i)) {
        case Invocation.Element a -> {
          Operands.of(a.container())
              .ifPresent(
                  container ->
                      deeds.add(
                          // What is about to become an element is compared with others.
                          new Deed.Either(
                              new Question.Owed(argument),
                              List.of(),
                              List.of(
                                  new Deed.Finds(argument, container, Movement.Place.SOMEWHERE)))));
          deeds.add(
              new Deed.Sees(
                  argument, Sights.until(rules, a.qualifiers()), Sights.looksOnly(a.qualifiers())));
        }
        case Invocation.Removed a -> {
          Operands.of(a.container())
              .ifPresent(
                  container ->
                      deeds.add(new Deed.Takes(argument, container, Movement.Place.SOMEWHERE)));
          deeds.add(new Deed.Owes(argument, 1, Deed.NONE));
        }
        default -> {
          // Nothing that is accounted for.
        }
      }
    }
    invocation.entering().forEach(effect -> effects.add(effect, Map.of(), deeds));
    return deeds;
  }

  private void result(Result result, List<Deed> to) {
    if (result.shape() instanceof Result.Nothing
        || result.shape() instanceof Result.Ends
        || result.shape() instanceof Result.Numeric
        || result.shape() instanceof Result.AtMost) {
      return;
    }
    if (result.shape() instanceof Result.MemoryOf && !result.owned()) {
      // A view of what something else keeps; who looks at it too long finds nothing there.
      return;
    }
    if (result.shape() instanceof Result.ElementOf element && !Movements.isPlaced(plan)) {
      Operands.of(element.container())
          .ifPresent(
              container ->
                  to.add(
                      result.owned()
                          ? new Deed.Takes(Deed.RESULT, container, Movement.Place.SOMEWHERE)
                          : new Deed.Finds(Deed.RESULT, container, Movement.Place.SOMEWHERE)));
    }
    if (result.owned()) {
      to.add(new Deed.Owes(Deed.RESULT, 1, Deed.NONE));
    } else if (!isAnother(result.shape()) || !result.qualifiers().isEmpty()) {
      // The same pointer again is good for as long as it was.
      to.add(
          new Deed.Sees(
              Deed.RESULT,
              Sights.until(rules, result.qualifiers()),
              Sights.looksOnly(result.qualifiers())));
    }
  }

  private static boolean isAnother(Result.Shape shape) {
    return shape instanceof Result.Again || shape instanceof Result.WholeOf;
  }

  /// The outcome is told by R0: the first whose numbers it is among, or that gives a pointer.
  private void outcomes(List<Deed> to) {
    List<Deed> rest = new ArrayList<>();
    for (var outcome : plan.outcomes().reversed()) {
      var deeds = new ArrayList<Deed>();
      outcome.effects().forEach(effect -> effects.add(effect, Map.of(), deeds));
      result(outcome.result(), deeds);
      var question = told(outcome);
      if (question.isEmpty()) {
        rest = deeds;
      } else if (!deeds.isEmpty() || !rest.isEmpty()) {
        rest = List.of(new Deed.Either(question.get(), deeds, rest));
      }
    }
    to.addAll(rest);
  }

  private Optional<Question> told(Outcome outcome) {
    if (outcome.result().shape() instanceof Result.Numeric n) {
      return Optional.of(new Question.Within(Deed.RESULT, n.lowest(), n.highest()));
    }
    if (outcome.result().shape() instanceof Result.SomeValueOf) {
      return Optional.of(new Question.Not(new Question.Tracked(Deed.RESULT)));
    }
    return outcome.when().flatMap(condition -> questions.of(condition, Map.of()));
  }
}
