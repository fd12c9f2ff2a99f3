package mortise.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.ghost.Question;
import mortise.runtime.ghost.Sight;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.Invocation;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Mentions;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.Step;

/// Turns what a function declares into what its calls are meant to do at run time.
///
/// Whatever declares something that cannot be told from arguments and answer (a facet's value, say)
/// makes the objects that it speaks of blurred: nothing is claimed of who owns them.
final class Meanings {
  private final FunctionPlan plan;
  private final RuleBook rules;
  private final boolean sleepable;

  private Meanings(FunctionPlan plan, RuleBook rules, boolean sleepable) {
    this.plan = plan;
    this.rules = rules;
    this.sleepable = sleepable;
  }

  /// @param sleepable whether the program that calls it may sleep
  static Meaning of(FunctionPlan plan, RuleBook rules, boolean sleepable) {
    var meanings = new Meanings(plan, rules, sleepable);
    return new Meaning(meanings.deeds(), meanings.entering());
  }

  /// What may be looked at through pointer fields, and until when.
  static Map<FieldKind, Sight> sights(RuleBook rules) {
    var sights = new HashMap<FieldKind, Sight>();
    for (var kind : rules.pointerFields().values()) {
      var loads =
          kind.access().stream()
              .flatMap(access -> access.loads().stream())
              .filter(load -> !(load.gives().shape() instanceof Result.Numeric))
              .toList();
      if (!loads.isEmpty()) {
        sights.put(
            kind,
            new Sight(
                loads.stream().anyMatch(load -> isKept(rules, load.gives().qualifiers())),
                loads.stream()
                    .flatMap(load -> until(rules, load.gives().qualifiers()).stream())
                    .distinct()
                    .toList(),
                loads.size() == 1 ? needed(loads.getFirst().when()) : List.of(),
                loads.stream().allMatch(load -> looksOnly(load.gives().qualifiers()))));
      }
    }
    return sights;
  }

  /// What has no qualifier is as good as its type says.
  private static boolean isKept(RuleBook rules, List<Qualifier> qualifiers) {
    return qualifiers.isEmpty()
        || qualifiers.stream().anyMatch(Qualifier::trusted)
        || !until(rules, qualifiers).isEmpty();
  }

  /// The fields that the pointee must have for the condition to hold.
  private static List<FieldKind> needed(Condition condition) {
    return switch (condition) {
      case Condition.HasField c when c.subject() instanceof Subject.Pointee -> List.of(c.kind());
      case Condition.All c -> c.conditions().stream().flatMap(one -> needed(one).stream()).toList();
      default -> List.of();
    };
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
              .ifPresent(
                  token ->
                      to.add(
                          new Deed.Enters(
                              e.section().name(), token, fieldNamed(e.token(), roles))));
      case Effect.Leave e -> leave(e, roles, isRequired(e.section()), to);
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
          var atZero = new ArrayList<Deed>();
          see(subject.getAsInt(), e.atZero(), atZero);
          if (!atZero.isEmpty()) {
            var still = new Question.Owed(subject.getAsInt());
            to.add(new Deed.Either(still, List.of(), atZero));
          }
        } else {
          blur(e, roles, to);
        }
      }
      case Effect.OweExactly e -> {
        var subject = operand(e.subject(), roles);
        var count = operand(e.count(), roles);
        if (subject.isPresent() && count.isPresent()) {
          to.add(new Deed.OwesExactly(subject.getAsInt(), count.getAsInt()));
        } else {
          blur(e, roles, to);
        }
      }
      case Effect.CreateSlot e ->
          e.slot().slot().ifPresent(kind -> to.add(making(e.slot().index(), kind, Deed.NONE)));
      case Effect.CopySlot e ->
          e.slot()
              .slot()
              .ifPresent(kind -> to.add(making(e.slot().index(), kind, e.original().index())));
      case Effect.DestroySlot e ->
          e.slot()
              .slot()
              .ifPresent(kind -> to.add(new Deed.Unmakes(e.slot().index(), kind.general().name())));
      case Effect.When e -> when(e, roles, to);
      case Effect.ForEach e -> {
        if (e.effects().stream().anyMatch(this::matters)) {
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

  private static Deed making(int slot, SlotKind kind, int original) {
    return new Deed.Makes(
        slot,
        kind.general().name(),
        kind.size(),
        kind.owed() || kind.handle().isEmpty(),
        kind.handle().isPresent(),
        original);
  }

  private void leave(
      Effect.Leave effect, Map<Subject, Subject> roles, boolean sure, List<Deed> to) {
    token(effect.token(), roles)
        .ifPresent(
            token ->
                to.add(
                    new Deed.Leaves(
                        effect.section().name(), token, fieldNamed(effect.token(), roles), sure)));
  }

  /// Whether the function can be called in such a section only; else leaving it where it is not
  /// open does nothing.
  private boolean isRequired(SectionKind section) {
    return Stream.concat(
            plan.entry().stream(),
            plan.steps().stream()
                .filter(Step.Demand.class::isInstance)
                .map(Step.Demand.class::cast))
        .anyMatch(demand -> isInside(demand.condition(), section));
  }

  private static boolean isInside(Condition condition, SectionKind section) {
    return switch (condition) {
      case Condition.TokenOf c -> c.section().equals(section);
      case Condition.Inside c -> c.section().equals(section);
      case Condition.Innermost c -> c.sections().equals(List.of(section));
      case Condition.All c -> c.conditions().stream().anyMatch(one -> isInside(one, section));
      default -> false;
    };
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
                token(invocation.token().stream().toList(), Map.of())
                    .ifPresent(token -> deeds.add(new Deed.Enters(section.name(), token))));
    for (int i = 0; i < invocation.arguments().size(); i++) {
      int argument = Deed.OF_CALLBACK + i;
      switch (invocation.arguments().get(i)) {
        case Invocation.Element a -> {
          operand(a.container(), Map.of())
              .ifPresent(
                  container ->
                      deeds.add(
                          // What is about to become an element is compared with others.
                          new Deed.Either(
                              new Question.Owed(argument),
                              List.of(),
                              List.of(
                                  new Deed.Finds(argument, container, Movement.Place.SOMEWHERE)))));
          deeds.add(new Deed.Sees(argument, until(a.qualifiers()), looksOnly(a.qualifiers())));
        }
        case Invocation.Removed a -> {
          operand(a.container(), Map.of())
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
    invocation.entering().forEach(effect -> add(effect, Map.of(), deeds));
    return deeds;
  }

  private boolean matters(Effect effect) {
    return switch (effect) {
      case Effect.Enter e -> true;
      case Effect.Leave e -> true;
      case Effect.Release e -> true;
      case Effect.GiveAway e -> true;
      case Effect.Owe e -> true;
      case Effect.OweExactly e -> true;
      case Effect.CreateSlot e -> true;
      case Effect.DestroySlot e -> true;
      case Effect.CopySlot e -> true;
      case Effect.Announce e ->
          rules.subscribers().getOrDefault(e.event(), List.of()).stream()
              .flatMap(subscriber -> subscriber.effects().stream())
              .anyMatch(this::matters);
      case Effect.When e -> e.effects().stream().anyMatch(this::matters);
      case Effect.ForEach e -> e.effects().stream().anyMatch(this::matters);
      default -> false;
    };
  }

  private void when(Effect.When effect, Map<Subject, Subject> roles, List<Deed> to) {
    if (!matters(effect)) {
      return;
    }
    var question = question(effect.condition(), roles);
    if (question.isEmpty()) {
      var serious = effect.effects().stream().filter(this::matters).toList();
      if (serious.stream().allMatch(Effect.Leave.class::isInstance)) {
        // Whether the run is inside says enough.
        serious.forEach(one -> leave((Effect.Leave) one, roles, false, to));
      } else {
        blur(effect, roles, to);
      }
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
                  case Movement.Begins m -> false;
                  case Movement.Ends m -> false;
                });
  }

  private static boolean isOperand(Subject subject, int operand) {
    var found = operand(subject, Map.of());
    return found.isPresent() && found.getAsInt() == operand;
  }

  /// A pointer with the qualifiers is good until one of the sections ends that ends them; one that
  /// is not known to live is good for nothing.
  private void see(int subject, List<Qualifier> qualifiers, List<Deed> to) {
    if (qualifiers.stream().anyMatch(Qualifier::trusted)) {
      to.add(new Deed.Sees(subject, until(qualifiers), looksOnly(qualifiers)));
    }
  }

  /// Whether nothing may be written through such a pointer.
  private static boolean looksOnly(List<Qualifier> qualifiers) {
    return qualifiers.stream().anyMatch(qualifier -> !qualifier.unwritable().isEmpty());
  }

  private List<String> until(List<Qualifier> qualifiers) {
    return until(rules, qualifiers);
  }

  private static List<String> until(RuleBook rules, List<Qualifier> qualifiers) {
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
      case Movement.Begins m ->
          operand(m.field(), Map.of()).ifPresent(field -> to.add(new Deed.Begins(field)));
      case Movement.Ends m ->
          operand(m.field(), Map.of()).ifPresent(field -> to.add(new Deed.Ends(field)));
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
    if (result.shape() instanceof Result.ElementOf element && !isPlaced()) {
      operand(element.container(), Map.of())
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
          new Deed.Sees(Deed.RESULT, until(result.qualifiers()), looksOnly(result.qualifiers())));
    }
  }

  private static boolean isAnother(Result.Shape shape) {
    return shape instanceof Result.Again || shape instanceof Result.WholeOf;
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
                  case Movement.Begins m -> false;
                  case Movement.Ends m -> false;
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
    if (outcome.result().shape() instanceof Result.SomeValueOf) {
      return Optional.of(new Question.Not(new Question.Tracked(Deed.RESULT)));
    }
    return outcome.when().flatMap(condition -> question(condition, Map.of()));
  }

  // Conditions.

  private Optional<Question> question(Condition condition, Map<Subject, Subject> roles) {
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
        yield subject.isPresent() && isAddress(c.subject(), roles)
            ? Optional.of(new Question.HasField(subject.getAsInt(), c.kind(), false))
            : Optional.empty();
      }
      case Condition.Guarded c -> {
        var subject = operand(c.subject(), roles);
        yield subject.isPresent()
            ? Optional.of(new Question.Guarded(subject.getAsInt()))
            : Optional.empty();
      }
      case Condition.Inside c -> Optional.of(inside(c.section()));
      case Condition.Sleepable c -> Optional.of(new Question.Known(sleepable));
      case Condition.Not c -> question(c.condition(), roles).map(q -> new Question.Not(q));
      case Condition.All c -> all(c.conditions(), roles).map(qs -> new Question.All(qs));
      case Condition.Any c -> all(c.conditions(), roles).map(qs -> new Question.Any(qs));
      default -> Optional.empty();
    };
  }

  /// Whether the run is inside of such a section, or of one that counts as such.
  private Question inside(SectionKind section) {
    var kinds =
        Stream.concat(
                Stream.of(section),
                rules.implications().stream()
                    .filter(i -> i.implied().equals(section))
                    .map(RuleBook.Implication::section))
            .map(kind -> (Question) new Question.InSection(kind.name()))
            .toList();
    return kinds.size() == 1 ? kinds.getFirst() : new Question.Any(kinds);
  }

  private Optional<List<Question>> all(List<Condition> conditions, Map<Subject, Subject> roles) {
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

  /// The kind of field, anywhere in the same object, that a token is; empty if it is what the
  /// operand points to.
  private static Optional<FieldKind> fieldNamed(List<Subject> token, Map<Subject, Subject> roles) {
    return token.isEmpty()
            || !(roles.getOrDefault(token.getFirst(), token.getFirst())
                instanceof Subject.Fields fields)
        ? Optional.empty()
        : Optional.of(fields.kind());
  }

  /// Whether the operand that the subject stands for is an address, and not a type's number.
  private static boolean isAddress(Subject subject, Map<Subject, Subject> roles) {
    return !(roles.getOrDefault(subject, subject) instanceof Parameter parameter)
        || !(parameter.kind() instanceof Parameter.Constant
            || parameter.kind() instanceof Parameter.LocalType
            || parameter.kind() instanceof Parameter.Map);
  }

  private static OptionalInt operand(Subject subject, Map<Subject, Subject> roles) {
    return switch (roles.getOrDefault(subject, subject)) {
      case Parameter p -> OptionalInt.of(p.index());
      case Subject.Returned r -> OptionalInt.of(Deed.RESULT);
      // Any address in an object tells it.
      case Subject.NodeOf n -> operand(n.object(), roles);
      case Subject.Fields f -> operand(f.of(), roles);
      case Invocation.Received r -> OptionalInt.of(Deed.OF_CALLBACK + r.index());
      default -> OptionalInt.empty();
    };
  }
}
