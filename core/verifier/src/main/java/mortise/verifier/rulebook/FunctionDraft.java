package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.Invocation;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.runtime.Implementation;

/// Collects what a family says of one function, and becomes a [FunctionPlan] once all families have
/// spoken.
final class FunctionDraft implements FunctionBuilder {
  private record Announced(EventKind event, List<Subject> subjects) {}

  private final FamilyInfo family;
  private final String name;
  private final int helper;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Step.Demand> entry = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private Optional<Callback> callback = Optional.empty();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Announced> announced = new ArrayList<>();
  private final List<Movement> movements = new ArrayList<>();
  private final Set<SectionKind> allowedIn = new LinkedHashSet<>();
  private final Set<String> programKinds = new LinkedHashSet<>();
  private Result result = Result.scalar();
  private boolean gplOnly;
  private boolean takesPackets;
  private boolean refusesNull;
  private boolean takesAnyObject;
  private boolean sleeps;
  private String prototype = "";
  private String documentation = "";
  private Optional<Implementation> implementation = Optional.empty();

  FunctionDraft(FamilyInfo family, String name, int helper) {
    this.family = family;
    this.name = name;
    this.helper = helper;
  }

  Result result() {
    return result;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<Effect> effectList() {
    return effects;
  }

  Optional<Callback> callback() {
    return callback;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  List<Step.Demand> demands() {
    var demands = new ArrayList<>(entry);
    for (var step : steps) {
      if (step instanceof Step.Demand demand) {
        demands.add(demand);
      }
    }
    return demands;
  }

  List<Effect.Announce> announcements() {
    return announced.stream().map(a -> new Effect.Announce(a.event(), a.subjects())).toList();
  }

  Set<String> programKinds() {
    return programKinds;
  }

  String name() {
    return name;
  }

  int helper() {
    return helper;
  }

  FamilyInfo family() {
    return family;
  }

  @Override
  public Parameter parameter(String parameterName, Parameter.Kind kind) {
    if (parameters.size() == 5) {
      throw new SemanticsException(name + " has more than five parameters");
    }
    var parameter = new Parameter(parameterName, parameters.size(), kind);
    parameters.add(parameter);
    steps.add(new Step.Argument(parameter));
    return parameter;
  }

  @Override
  public FunctionBuilder requires(Rule rule, Condition condition) {
    var demand = new Step.Demand(rule, condition, Map.of());
    if (parameters.isEmpty()) {
      entry.add(demand);
    } else {
      steps.add(demand);
    }
    return this;
  }

  @Override
  public FunctionBuilder effects(Effect... values) {
    effects.addAll(List.of(values));
    return this;
  }

  @Override
  public FunctionBuilder invokes(Parameter parameter, Invocation invocation) {
    if (callback.isPresent()) {
      throw new SemanticsException("%s of family %s calls back twice".formatted(name, family));
    }
    callback = Optional.of(new Callback(parameter, invocation, effects.size()));
    return this;
  }

  @Override
  public FunctionBuilder returns(Result value) {
    result = value;
    return this;
  }

  @Override
  public FunctionBuilder outcome(Outcome outcome) {
    outcomes.add(outcome);
    return this;
  }

  @Override
  public FunctionBuilder announces(EventKind event, Subject... subjects) {
    if (subjects.length != event.roles().size()) {
      throw new SemanticsException(
          "%s announces %s with %d subjects, but the event has %d roles"
              .formatted(name, event, subjects.length, event.roles().size()));
    }
    announced.add(new Announced(event, List.of(subjects)));
    return this;
  }

  @Override
  public FunctionBuilder moves(Movement... values) {
    movements.addAll(List.of(values));
    return this;
  }

  @Override
  public FunctionBuilder allowedIn(SectionKind... sections) {
    allowedIn.addAll(List.of(sections));
    return this;
  }

  @Override
  public FunctionBuilder callableFrom(String... kinds) {
    programKinds.addAll(List.of(kinds));
    return this;
  }

  @Override
  public FunctionBuilder gplOnly() {
    gplOnly = true;
    return this;
  }

  @Override
  public FunctionBuilder takesPackets() {
    takesPackets = true;
    return this;
  }

  @Override
  public FunctionBuilder refusesNull() {
    refusesNull = true;
    return this;
  }

  @Override
  public FunctionBuilder takesAnyObject() {
    takesAnyObject = true;
    return this;
  }

  @Override
  public FunctionBuilder sleeps() {
    sleeps = true;
    return this;
  }

  @Override
  public FunctionBuilder prototype(String c) {
    prototype = c;
    return this;
  }

  @Override
  public FunctionBuilder documentation(String markdown) {
    documentation = markdown.strip();
    return this;
  }

  @Override
  public FunctionBuilder runs(Implementation value) {
    implementation = Optional.of(value);
    return this;
  }

  private boolean takesObjects() {
    return helper < 0 && parameters.stream().anyMatch(p -> p.kind() instanceof Parameter.Host);
  }

  List<Rule> rules() {
    var rules = new ArrayList<Rule>();
    entry.forEach(demand -> rules.add(demand.rule()));
    for (var step : steps) {
      if (step instanceof Step.Demand demand) {
        rules.add(demand.rule());
      }
    }
    return rules;
  }

  /// The plan, with what the subscribers of its events add.
  FunctionPlan plan(Map<EventKind, List<SubscriptionDraft>> subscriptions) {
    var allSteps = new ArrayList<>(steps);
    var allEffects = new ArrayList<Effects>();
    var later = new ArrayList<Effect>();
    int before = 0;
    for (int i = 0; i < effects.size(); i++) {
      if (Mentions.result(effects.get(i))) {
        later.add(effects.get(i));
      } else {
        allEffects.add(new Effects(List.of(effects.get(i)), Map.of()));
        before += callback.isPresent() && i < callback.get().after() ? 1 : 0;
      }
    }
    int position = before;
    var announcements = new ArrayList<Announcement>();
    for (var effect : effects) {
      if (effect instanceof Effect.Announce one) {
        announcements.add(new Announcement(one.event(), one.subjects()));
      }
    }
    for (var one : announced) {
      announcements.add(new Announcement(one.event(), one.subjects()));
      if (one.subjects().stream().anyMatch(Mentions::result)) {
        later.add(new Effect.Announce(one.event(), one.subjects()));
        continue;
      }
      var roles = new LinkedHashMap<Subject, Subject>();
      for (int i = 0; i < one.subjects().size(); i++) {
        roles.put(one.event().roles().get(i), one.subjects().get(i));
      }
      for (var subscription : subscriptions.getOrDefault(one.event(), List.of())) {
        for (var demand : subscription.demands()) {
          allSteps.add(new Step.Demand(demand.rule(), demand.condition(), Map.copyOf(roles)));
        }
        allEffects.add(new Effects(subscription.effectList(), roles));
      }
    }
    allEffects.add(new Effects(later, Map.of(), true));
    return new FunctionPlan(
        name,
        helper,
        family,
        parameters,
        entry,
        allSteps,
        allEffects,
        callback.map(c -> new Callback(c.parameter(), c.invocation(), position)),
        result,
        outcomes,
        announcements,
        movements,
        allowedIn,
        programKinds,
        gplOnly,
        takesPackets,
        refusesNull || (takesObjects() && !takesAnyObject),
        sleeps,
        prototype,
        documentation,
        implementation);
  }
}
