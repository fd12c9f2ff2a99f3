package mortise.engine.meaning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Question;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Qualifier;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Mentions;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.Step;

/// What a function's effects do to things; what is only believed of things does nothing to them.
record Effects(FunctionPlan plan, RuleBook rules, Questions questions) {
  void add(Effect effect, Map<Subject, Subject> roles, List<Deed> to) {
    switch (effect) {
      case Effect.Enter e ->
          Operands.token(e.token(), roles)
              .ifPresent(
                  token ->
                      to.add(
                          new Deed.Enters(
                              e.section().name(), token, Operands.fieldNamed(e.token(), roles))));
      case Effect.Leave e -> leave(e, roles, isRequired(e.section()), to);
      case Effect.Release e ->
          Operands.of(e.subject(), roles).ifPresent(s -> to.add(new Deed.Settles(s)));
      case Effect.GiveAway e ->
          Operands.of(e.subject(), roles)
              .ifPresent(
                  s -> {
                    to.add(Movements.isMoved(plan, s) ? new Deed.Settles(s) : new Deed.Gives(s));
                    see(s, e.leaving(), to);
                  });
      case Effect.Owe e -> {
        var subject = Operands.of(e.subject(), roles);
        var count =
            e.count().isEmpty()
                ? OptionalInt.of(Deed.NONE)
                : Operands.of(e.count().getFirst(), roles);
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
        var subject = Operands.of(e.subject(), roles);
        var count = Operands.of(e.count(), roles);
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
    Operands.token(effect.token(), roles)
        .ifPresent(
            token ->
                to.add(
                    new Deed.Leaves(
                        effect.section().name(),
                        token,
                        Operands.fieldNamed(effect.token(), roles),
                        sure)));
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

  private void when(Effect.When effect, Map<Subject, Subject> roles, List<Deed> to) {
    if (!matters(effect)) {
      return;
    }
    var question = questions.of(effect.condition(), roles);
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

  private static void blur(Effect effect, Map<Subject, Subject> roles, List<Deed> to) {
    for (var subject : Mentions.of(effect)) {
      Operands.of(subject, roles).ifPresent(s -> to.add(new Deed.Blurs(s)));
    }
  }

  /// A pointer with the qualifiers is good until one of the sections ends that ends them; one that
  /// is not known to live is good for nothing.
  private void see(int subject, List<Qualifier> qualifiers, List<Deed> to) {
    if (qualifiers.stream().anyMatch(Qualifier::trusted)) {
      to.add(new Deed.Sees(subject, Sights.until(rules, qualifiers), Sights.looksOnly(qualifiers)));
    }
  }
}
