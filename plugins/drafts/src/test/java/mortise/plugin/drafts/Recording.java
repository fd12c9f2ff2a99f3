package mortise.plugin.drafts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.Invocation;
import mortise.spi.LayoutConstraint;
import mortise.spi.MapKind;
import mortise.spi.Policy;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Subscription;
import mortise.spi.Transform;
import mortise.spi.runtime.EventListener;

/// Collects what one family declares under one choice of policies, and looks at nothing.
final class Recording implements Declarations {
  /// A rule, and the condition that it stands for; empty where something else breaks it.
  record Requirement(Rule rule, List<Condition> condition) {}

  final Map<String, RecordedFunction> functions = new LinkedHashMap<>();
  final List<RecordedSubscription> subscriptions = new ArrayList<>();
  final List<Invocation> entries = new ArrayList<>();
  final Set<SectionKind> sections = new LinkedHashSet<>();
  final List<FieldKind> fields = new ArrayList<>();
  final List<Policy> policies = new ArrayList<>();
  final Set<Rule> layoutRules = new LinkedHashSet<>();
  final List<Access.Case> loads = new ArrayList<>();
  final List<Requirement> accessRules = new ArrayList<>();
  final List<Requirement> globalArguments = new ArrayList<>();
  final List<Subject> globalSubjects = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  private final String semantics;
  private final Map<String, String> chosen;

  private Recording(String semantics, Map<String, String> chosen) {
    this.semantics = semantics;
    this.chosen = chosen;
  }

  static Recording of(HelperFamily family, Map<String, String> chosen) {
    var recording = new Recording(family.info().semantics(), chosen);
    family.declare(recording);
    return recording;
  }

  @Override
  public String semantics() {
    return semantics;
  }

  @Override
  public String policy(Policy policy) {
    if (!policies.contains(policy)) {
      policies.add(policy);
    }
    var value = chosen.getOrDefault(policy.name(), policy.defaultValue());
    return policy
        .canonical(value)
        .orElseThrow(() -> new IllegalArgumentException(policy.name() + " cannot be " + value));
  }

  @Override
  public Set<String> policies(Policy policy) {
    return policy.elements(policy(policy));
  }

  @Override
  public void conflict(String why, Policy.Choice... together) {}

  @Override
  public FieldKind field(FieldKind kind) {
    fields.add(kind);
    kind.access().ifPresent(this::access);
    return kind;
  }

  private void access(Access access) {
    for (var load : access.loads()) {
      loads.add(load);
    }
    accessRules.add(new Requirement(access.store(), List.of()));
    for (var rule : access.misuse()) {
      accessRules.add(new Requirement(rule, List.of()));
    }
    for (var store : access.stores()) {
      accessRules.add(new Requirement(store.rule(), List.of(store.condition())));
    }
  }

  @Override
  public void layout(LayoutConstraint constraint) {
    layoutRules.add(constraint.rule());
  }

  @Override
  public void limitOwnership(int levels, Rule rule, FieldKind pointer) {
    limitOwnership(levels, rule);
  }

  @Override
  public void forbidLosing() {}

  @Override
  public void strictLayout() {}

  @Override
  public void limitOwnership(int levels, Rule rule) {
    layoutRules.add(rule);
  }

  @Override
  public void forbid(FieldKind field, Rule rule, String... programKinds) {
    layoutRules.add(rule);
  }

  @Override
  public void limitLockOrder(Rule rule) {
    layoutRules.add(rule);
  }

  @Override
  public void handler(mortise.spi.Handler handler) {}

  @Override
  public void entry(FieldKind tagged, Invocation invocation) {
    entries.add(invocation);
  }

  @Override
  public void ending(
      SectionKind section, Qualifier qualifier, Transform transform, Condition when) {
    sections.add(section);
  }

  @Override
  public void implies(SectionKind section, SectionKind implied) {
    sections.add(section);
    sections.add(implied);
  }

  @Override
  public void sleepless(SectionKind section, String region) {
    sections.add(section);
  }

  @Override
  public void alsoQualified(FieldKind present, Qualifier given, Qualifier also) {}

  @Override
  public void globalArgument(Subject argument, Rule rule, Condition condition) {
    globalSubjects.add(argument);
    globalArguments.add(new Requirement(rule, List.of(condition)));
  }

  @Override
  public FunctionBuilder function(String name) {
    return declared(new RecordedFunction(name));
  }

  @Override
  public FunctionBuilder helper(int id, String name) {
    return declared(new RecordedFunction(name));
  }

  private RecordedFunction declared(RecordedFunction function) {
    if (functions.put(function.name, function) != null) {
      problems.add(function.name + " is declared twice");
    }
    return function;
  }

  @Override
  public Subscription on(EventKind event) {
    var subscription = new RecordedSubscription(event);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public MapKind map(MapKind kind) {
    return kind;
  }

  @Override
  public ProgramKind program(ProgramKind kind) {
    return kind;
  }

  @Override
  public HostType host(HostType type) {
    return type;
  }

  @Override
  public void walk(String struct, String member, Access access) {
    access(access);
  }

  @Override
  public void header(String c) {}

  /// What a family adds to an event.
  static final class RecordedSubscription implements Subscription {
    final EventKind event;
    final List<Requirement> requirements = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();

    RecordedSubscription(EventKind event) {
      this.event = event;
    }

    @Override
    public Subscription requires(Rule rule, Condition condition) {
      requirements.add(new Requirement(rule, List.of(condition)));
      return this;
    }

    @Override
    public Subscription effects(Effect... more) {
      effects.addAll(List.of(more));
      return this;
    }

    @Override
    public Subscription before(EventListener listener) {
      return this;
    }

    @Override
    public Subscription after(EventListener listener) {
      return this;
    }
  }
}
