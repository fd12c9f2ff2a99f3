package mortise.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.ghost.Question;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Mentions;
import mortise.verifier.rulebook.RuleBook;

/// Turns what a function declares into what its calls are meant to do at run time.
///
/// Whatever declares something that cannot be told from arguments and answer (a facet's value, say)
/// makes the objects that it speaks of blurred: nothing is claimed of who owns them.
final class Meanings {
  private final FunctionPlan plan;
  private final RuleBook rules;

  private Meanings(FunctionPlan plan, RuleBook rules) {
    this.plan = plan;
    this.rules = rules;
  }

  static Meaning of(FunctionPlan plan, RuleBook rules) {
    return new Meaning(new Meanings(plan, rules).deeds());
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
    for (var group : plan.effects()) {
      group.effects().forEach(effect -> add(effect, group.roles(), deeds));
    }
    plan.movements().forEach(movement -> move(movement, deeds));
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
      operand(refusable.get().node(), Map.of())
          .ifPresent(node -> refused.add(new Deed.Settles(node)));
    }
    return List.of(
        new Deed.Either(
            new Question.Within(Deed.RESULT, refusal.lowest(), refusal.highest()), refused, deeds));
  }

  // Effects.

  private void add(Effect effect, Map<Subject, Subject> roles, List<Deed> to) {
    switch (effect) {
      case Effect.Enter e ->
          token(e.token(), roles)
              .ifPresent(token -> to.add(new Deed.Enters(e.section().name(), token)));
      case Effect.Leave e ->
          token(e.token(), roles)
              .ifPresent(token -> to.add(new Deed.Leaves(e.section().name(), token)));
      case Effect.Release e ->
          operand(e.subject(), roles).ifPresent(s -> to.add(new Deed.Settles(s)));
      case Effect.GiveAway e ->
          operand(e.subject(), roles)
              .ifPresent(
                  s -> {
                    to.add(isMoved(s) ? new Deed.Settles(s) : new Deed.Gives(s));
                    see(s, e.leaving(), to);
                  });
      case Effect.Owe e -> {
        var subject = operand(e.subject(), roles);
        var count =
            e.count().isEmpty() ? OptionalInt.of(Deed.NONE) : operand(e.count().getFirst(), roles);
        if (subject.isPresent() && count.isPresent()) {
          to.add(new Deed.Owes(subject.getAsInt(), e.sign(), count.getAsInt()));
          see(subject.getAsInt(), e.atZero(), to);
        } else {
          blur(e, roles, to);
        }
      }
      case Effect.OweExactly e -> blur(e, roles, to);
      case Effect.When e -> when(e, roles, to);
      case Effect.ForEach e -> {
        if (e.effects().stream().anyMatch(Meanings::matters)) {
          blur(e, roles, to);
        }
      }
      case Effect.Announce e -> {
        var players = new HashMap<Subject, Subject>();
        for (int i = 0; i < e.subjects().size(); i++) {
          var subject = e.subjects().get(i);
          players.put(e.event().roles().get(i), roles.getOrDefault(subject, subject));
        }
        for (var subscriber : rules.subscribers().getOrDefault(e.event(), List.of())) {
          subscriber.effects().forEach(one -> add(one, players, to));
        }
      }
      default -> {
        // What is only believed of things changes nothing of the things.
      }
    }
  }

  private static boolean matters(Effect effect) {
    return switch (effect) {
      case Effect.Enter e -> true;
      case Effect.Leave e -> true;
      case Effect.Release e -> true;
      case Effect.GiveAway e -> true;
      case Effect.Owe e -> true;
      case Effect.OweExactly e -> true;
      case Effect.Announce e -> true;
      case Effect.When e -> e.effects().stream().anyMatch(Meanings::matters);
      case Effect.ForEach e -> e.effects().stream().anyMatch(Meanings::matters);
      default -> false;
    };
  }

  private void when(Effect.When effect, Map<Subject, Subject> roles, List<Deed> to) {
    if (!matters(effect)) {
      return;
    }
    var question = question(effect.condition(), roles);
    if (question.isEmpty()) {
      blur(effect, roles, to);
      return;
    }
    var then = new ArrayList<Deed>();
    effect.effects().forEach(one -> add(one, roles, then));
    to.add(new Deed.Either(question.get(), then, List.of()));
  }

  private static void blur(Effect effect, Map<Subject, Subject> roles, List<Deed> to) {
    for (var subject : Mentions.of(effect)) {
      operand(subject, roles).ifPresent(s -> to.add(new Deed.Blurs(s)));
    }
  }

  private boolean isMoved(int operand) {
    return plan.movements().stream()
        .anyMatch(
            movement ->
                switch (movement) {
                  case Movement.Into m -> isOperand(m.node(), operand);
                  case Movement.Exchange m -> isOperand(m.value(), operand);
                  case Movement.OutOf m -> false;
                  case Movement.In m -> false;
                });
  }

  private static boolean isOperand(Subject subject, int operand) {
    var found = operand(subject, Map.of());
    return found.isPresent() && found.getAsInt() == operand;
  }

  /// A pointer with the qualifiers is good until one of the sections ends that ends them.
  private void see(int subject, List<Qualifier> qualifiers, List<Deed> to) {
    if (!qualifiers.isEmpty()) {
      to.add(new Deed.Sees(subject, until(qualifiers)));
    }
  }

  private List<String> until(List<Qualifier> qualifiers) {
    return rules.endings().stream()
        .filter(ending -> qualifiers.contains(ending.qualifier()))
        .map(ending -> ending.section().name())
        .distinct()
        .toList();
  }

  // Movements and results.

  private static void move(Movement movement, List<Deed> to) {
    switch (movement) {
      case Movement.Into m -> {
        var beside = m.beside().map(b -> operand(b, Map.of())).orElse(OptionalInt.of(Deed.NONE));
        both(
            m.node(),
            m.container(),
            (node, container) ->
                to.add(new Deed.Puts(node, container, m.place(), beside.orElse(Deed.NONE))));
      }
      case Movement.OutOf m ->
          both(
              m.node(),
              m.container(),
              (node, container) -> to.add(new Deed.Takes(node, container, m.place())));
      case Movement.In m ->
          both(
              m.node(),
              m.container(),
              (node, container) -> to.add(new Deed.Finds(node, container, m.place())));
      case Movement.Exchange m ->
          both(m.field(), m.value(), (field, value) -> to.add(new Deed.Exchanges(field, value)));
    }
  }

  private interface Pair {
    void accept(int left, int right);
  }

  private static void both(Subject left, Subject right, Pair action) {
    var one = operand(left, Map.of());
    var other = operand(right, Map.of());
    if (one.isPresent() && other.isPresent()) {
      action.accept(one.getAsInt(), other.getAsInt());
    }
  }

  private void result(Result result, List<Deed> to) {
    if (result.shape() instanceof Result.Nothing || result.shape() instanceof Result.Numeric) {
      return;
    }
    if (result.shape() instanceof Result.ElementOf element && !isPlaced()) {
      operand(element.container(), Map.of())
          .ifPresent(
              container ->
                  to.add(
                      result.owned()
                          ? new Deed.Takes(Deed.RESULT, container, Movement.Place.SOMEWHERE)
                          : new Deed.Finds(Deed.RESULT, container, Movement.Place.SOMEWHERE)));
    }
    to.add(
        result.owned()
            ? new Deed.Owes(Deed.RESULT, 1, Deed.NONE)
            : new Deed.Sees(Deed.RESULT, until(result.qualifiers())));
  }

  /// Whether a movement says where the result comes from.
  private boolean isPlaced() {
    return plan.movements().stream()
        .anyMatch(
            movement ->
                switch (movement) {
                  case Movement.OutOf m -> isOperand(m.node(), Deed.RESULT);
                  case Movement.In m -> isOperand(m.node(), Deed.RESULT);
                  case Movement.Into m -> false;
                  case Movement.Exchange m -> false;
                });
  }

  /// The outcome is told by R0: the first whose numbers it is among, or that gives a pointer.
  private void outcomes(List<Deed> to) {
    List<Deed> rest = new ArrayList<>();
    for (var outcome : plan.outcomes().reversed()) {
      var deeds = new ArrayList<Deed>();
      outcome.effects().forEach(effect -> add(effect, Map.of(), deeds));
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
    return outcome.when().flatMap(condition -> question(condition, Map.of()));
  }

  // Conditions.

  private static Optional<Question> question(Condition condition, Map<Subject, Subject> roles) {
    return switch (condition) {
      case Condition.IsNull c -> within(c.subject(), roles, 0, 0);
      case Condition.IsNotNull c -> within(c.subject(), roles, 0, 0).map(q -> new Question.Not(q));
      case Condition.InRange c -> within(c.subject(), roles, c.lowest(), c.highest());
      case Condition.IsField c -> {
        var subject = operand(c.subject(), roles);
        yield subject.isPresent()
            ? Optional.of(new Question.HasField(subject.getAsInt(), c.kind(), true))
            : Optional.empty();
      }
      case Condition.HasField c -> {
        var subject = operand(c.subject(), roles);
        yield subject.isPresent()
            ? Optional.of(new Question.HasField(subject.getAsInt(), c.kind(), false))
            : Optional.empty();
      }
      case Condition.Not c -> question(c.condition(), roles).map(q -> new Question.Not(q));
      case Condition.All c -> all(c.conditions(), roles).map(qs -> new Question.All(qs));
      case Condition.Any c -> all(c.conditions(), roles).map(qs -> new Question.Any(qs));
      default -> Optional.empty();
    };
  }

  private static Optional<List<Question>> all(
      List<Condition> conditions, Map<Subject, Subject> roles) {
    var questions = new ArrayList<Question>();
    for (var condition : conditions) {
      var question = question(condition, roles);
      if (question.isEmpty()) {
        return Optional.empty();
      }
      questions.add(question.get());
    }
    return Optional.of(questions);
  }

  private static Optional<Question> within(
      Subject subject, Map<Subject, Subject> roles, long lowest, long highest) {
    var operand = operand(subject, roles);
    return operand.isPresent()
        ? Optional.of(new Question.Within(operand.getAsInt(), lowest, highest))
        : Optional.empty();
  }

  // Subjects.

  private static OptionalInt token(List<Subject> token, Map<Subject, Subject> roles) {
    return token.isEmpty() ? OptionalInt.of(Deed.NONE) : operand(token.getFirst(), roles);
  }

  private static OptionalInt operand(Subject subject, Map<Subject, Subject> roles) {
    return switch (roles.getOrDefault(subject, subject)) {
      case Parameter p -> OptionalInt.of(p.index());
      case Subject.Returned r -> OptionalInt.of(Deed.RESULT);
      // Any address in an object tells it.
      case Subject.NodeOf n -> operand(n.object(), roles);
      default -> OptionalInt.empty();
    };
  }
}
