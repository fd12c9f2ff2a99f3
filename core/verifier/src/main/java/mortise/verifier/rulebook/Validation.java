package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.Facet;
import mortise.spi.FieldKind;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.Subject;

/// Whether what families declare makes sense: every subject is there when it is spoken of, every
/// event is announced by somebody, no two subscribers contradict each other, no message asks for a
/// word that nobody says.
final class Validation {
  private final List<FamilyDraft> drafts;
  private final Set<EventKind> announced = new HashSet<>();
  private String where = "";

  Validation(List<FamilyDraft> drafts) {
    this.drafts = drafts;
  }

  /// @throws SemanticsException with one line that says who, where and what
  void check() {
    for (var draft : drafts) {
      for (var function : draft.functions) {
        where = "family %s, function %s".formatted(draft.info, function.name());
        check(function);
      }
      where = "family %s".formatted(draft.info);
      for (var one : draft.globalArguments) {
        require(one.argument() instanceof Subject.Tracked, "a global argument must be tracked");
        check(one.condition(), Set.of(one.argument()));
        words(one.rule(), one.condition());
      }
      for (var field : draft.fields) {
        where = "family %s, field %s".formatted(draft.info, field);
        field.access().ifPresent(access -> check(field, access));
      }
      for (var entry : draft.entries) {
        where = "family %s, entry by %s".formatted(draft.info, entry.tagged());
        check(entry.invocation(), Set.of(Access.FIELD));
      }
    }
    for (var draft : drafts) {
      for (var subscription : draft.subscriptions) {
        where = "family %s, subscription to %s".formatted(draft.info, subscription.event());
        check(subscription);
      }
    }
    checkContradictions();
  }

  private void require(boolean fine, String problem, Object... parts) {
    if (!fine) {
      throw new SemanticsException(where + ": " + problem.formatted(parts));
    }
  }

  private void check(FunctionDraft function) {
    var parameters = Set.<Subject>copyOf(function.parameters());
    for (var demand : function.demands()) {
      check(demand.condition(), parameters);
      words(demand.rule(), demand.condition());
    }
    var afterwards = new HashSet<>(parameters);
    afterwards.add(Subject.result());
    function.effectList().forEach(effect -> check(effect, afterwards));
    function.announcements().forEach(effect -> check(effect, afterwards));
    for (var outcome : function.outcomes()) {
      outcome.when().ifPresent(when -> check(when, parameters));
      outcome.effects().forEach(effect -> check(effect, afterwards));
      Mentions.visit(outcome.result(), subject -> known(subject, parameters));
    }
    Mentions.visit(function.result(), subject -> known(subject, parameters));
    check(function.callback().map(Callback::parameter).stream().toList(), function);
    function.callback().ifPresent(callback -> check(callback.invocation(), parameters));
  }

  private void check(List<Parameter> called, FunctionDraft function) {
    for (var parameter : called) {
      require(
          function.parameters().contains(parameter)
              && parameter.kind() instanceof Parameter.Subprogram,
          "it calls back '%s', which is no subprogram passed to it",
          parameter.name());
    }
    for (var parameter : function.parameters()) {
      require(
          !(parameter.kind() instanceof Parameter.Subprogram) || called.contains(parameter),
          "nothing says how the subprogram '%s' is called back",
          parameter.name());
    }
  }

  private void check(Invocation invocation, Set<Subject> known) {
    var inside = new HashSet<>(known);
    for (int i = 0; i < invocation.arguments().size(); i++) {
      inside.add(Invocation.argument(i));
    }
    require(invocation.arguments().size() <= 5, "a callback gets at most five arguments");
    require(invocation.lowest() <= invocation.highest(), "a callback cannot return an empty range");
    invocation.entering().forEach(effect -> check(effect, inside));
    Mentions.visit(invocation, subject -> known(subject, plus(inside, invocation.entering())));
    for (var argument : invocation.arguments()) {
      var here =
          argument instanceof Invocation.Passed
              || argument instanceof Invocation.Element
              || argument instanceof Invocation.Removed;
      require(
          invocation.repetition() != Invocation.Repetition.LATER || !here,
          "what is there at the call may not be there when a callback runs later");
      require(
          invocation.repetition() != Invocation.Repetition.ANY
              || !(argument instanceof Invocation.Handed),
          "one object cannot be handed over any number of times");
    }
  }

  /// What is gone through is bound inside of the effects, and checked there.
  private static Set<Subject> plus(Set<Subject> known, List<Effect> effects) {
    var all = new HashSet<>(known);
    effects.forEach(
        effect ->
            Mentions.visit(
                effect,
                subject -> {
                  if (subject instanceof Subject.Tracked) {
                    all.add(subject);
                  }
                }));
    return all;
  }

  private void check(FieldKind field, Access access) {
    require(
        access.misuse().size() == 4 || access.misuse().isEmpty(),
        "accesses can go wrong in four ways, but %d rules are given",
        access.misuse().size());
    require(
        !access.misuse().isEmpty() || (access.loads().isEmpty() && access.stores().isEmpty()),
        "a %s that can be accessed needs rules for accesses that go wrong",
        field);
    for (var load : access.loads()) {
      check(load.when(), Set.of(Access.FIELD));
      Mentions.visit(load.gives(), subject -> known(subject, Set.of(Access.FIELD)));
    }
    for (var store : access.stores()) {
      check(store.condition(), Set.of(Access.FIELD, Access.VALUE, Access.IMMEDIATE));
    }
  }

  private void check(SubscriptionDraft subscription) {
    require(
        announced.contains(subscription.event()),
        "no function announces %s (with these roles)",
        subscription.event());
    var roles = Set.<Subject>copyOf(subscription.event().roles());
    for (var demand : subscription.demands()) {
      check(demand.condition(), roles);
      words(demand.rule(), demand.condition());
    }
    subscription.effectList().forEach(effect -> check(effect, roles));
  }

  private void check(Condition condition, Set<Subject> known) {
    switch (condition) {
      case Condition.Not c -> {
        require(
            Mentions.of(c.condition()).stream()
                    .noneMatch(one -> one instanceof Subject.Fields && !known.contains(one))
                || !isLeaf(c.condition()),
            "'not' of what must hold for each of several fields can be read in two ways");
        check(c.condition(), known);
      }
      case Condition.All c -> c.conditions().forEach(one -> check(one, known));
      case Condition.Any c -> c.conditions().forEach(one -> check(one, known));
      case Condition.None c -> {
        if (c.each() instanceof Subject.Fields fields) {
          known(fields, known);
          var inside = new HashSet<>(known);
          inside.add(fields);
          check(c.condition(), inside);
        } else {
          check(c.condition(), bound(c.each(), known));
        }
      }
      default -> Mentions.visit(condition, subject -> known(subject, known));
    }
  }

  private static boolean isLeaf(Condition condition) {
    return !(condition instanceof Condition.Not
        || condition instanceof Condition.All
        || condition instanceof Condition.Any
        || condition instanceof Condition.None);
  }

  private Set<Subject> bound(Subject each, Set<Subject> known) {
    require(each instanceof Subject.Tracked, "'%s' cannot be gone through", each.name());
    var all = new HashSet<>(known);
    all.add(each);
    return all;
  }

  private void check(Effect effect, Set<Subject> known) {
    switch (effect) {
      case Effect.When e -> {
        check(e.condition(), known);
        e.effects().forEach(one -> check(one, known));
      }
      case Effect.ForEach e -> {
        var inside = bound(e.each(), known);
        check(e.condition(), inside);
        e.effects().forEach(one -> check(one, inside));
      }
      case Effect.Announce e -> {
        require(
            e.subjects().size() == e.event().roles().size(),
            "it announces %s with %d subjects, but the event has %d roles",
            e.event(),
            e.subjects().size(),
            e.event().roles().size());
        for (var subject : e.subjects()) {
          require(
              Mentions.chain(subject).stream().noneMatch(Subject.Fields.class::isInstance),
              "several fields cannot play one role of %s",
              e.event());
        }
        announced.add(e.event());
        e.subjects().forEach(subject -> known(subject, known));
      }
      default -> Mentions.visit(effect, subject -> known(subject, known));
    }
  }

  private void known(Subject subject, Set<Subject> known) {
    for (var one : Mentions.chain(subject)) {
      boolean derived =
          one instanceof Subject.Fields
              || one instanceof Subject.NodeOf
              || one instanceof Subject.Companion
              || one instanceof Subject.Pointee;
      require(derived || known.contains(one), "it speaks of '%s', which is not there", one.name());
    }
  }

  private void words(Rule rule, Condition condition) {
    var known = Words.of(condition);
    for (var word : Words.in(rule)) {
      require(
          known.contains(word),
          "the message of %s asks for {%s}, which its condition does not say",
          rule,
          word);
    }
  }

  /// Two families that set one facet of one part in an event to different values.
  private void checkContradictions() {
    record Place(EventKind event, Subject subject, Facet<?> facet) {}
    record Said(FamilyDraft who, Object value) {}
    Map<Place, List<Said>> said = new HashMap<>();
    for (var draft : drafts) {
      for (var subscription : draft.subscriptions) {
        for (var effect : subscription.effectList()) {
          if (effect instanceof Effect.Set set) {
            var place = new Place(subscription.event(), set.subject(), set.facet());
            var before = said.computeIfAbsent(place, same -> new ArrayList<>());
            for (var other : before) {
              where = "family %s, subscription to %s".formatted(draft.info, subscription.event());
              require(
                  other.who() == draft || other.value().equals(set.value()),
                  "it sets %s of %s to %s, but family %s sets it to %s",
                  set.facet(),
                  set.subject().name(),
                  set.value(),
                  other.who().info,
                  other.value());
            }
            before.add(new Said(draft, set.value()));
          }
        }
      }
    }
  }
}
