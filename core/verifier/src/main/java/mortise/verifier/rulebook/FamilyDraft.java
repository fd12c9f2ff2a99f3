package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.EventKind;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Handler;
import mortise.spi.HostType;
import mortise.spi.HostView;
import mortise.spi.Invocation;
import mortise.spi.LayoutConstraint;
import mortise.spi.MapKind;
import mortise.spi.OwnershipLimit;
import mortise.spi.Policy;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;
import mortise.spi.Subscription;
import mortise.spi.Transform;

/// What one family declares. It is merged into the rule book only if the family gets to the end of
/// its declarations: one that throws leaves nothing behind.
final class FamilyDraft implements Declarations {

  final FamilyInfo info;
  final List<FieldKind> fields = new ArrayList<>();
  final List<LayoutConstraint> layouts = new ArrayList<>();
  final List<FunctionDraft> functions = new ArrayList<>();
  final List<SubscriptionDraft> subscriptions = new ArrayList<>();
  final List<RuleBook.Ending> endings = new ArrayList<>();
  final List<RuleBook.Implication> implications = new ArrayList<>();
  final List<RuleBook.Forbidden> forbidden = new ArrayList<>();
  final List<MapKind> maps = new ArrayList<>();
  final List<ProgramKind> programs = new ArrayList<>();
  final List<RuleBook.Sleepless> sleepless = new ArrayList<>();
  final List<RuleBook.AlsoQualified> alsoQualified = new ArrayList<>();
  final List<RuleBook.Writable> writable = new ArrayList<>();
  final Map<String, Qualifier> globalTags = new LinkedHashMap<>();
  final Map<String, SlotKind> objects = new LinkedHashMap<>();
  final List<RuleBook.GlobalArgument> globalArguments = new ArrayList<>();
  final List<RuleBook.Entry> entries = new ArrayList<>();
  final List<Handler> handlers = new ArrayList<>();
  final List<Rule> lockOrder = new ArrayList<>();
  final List<Policy> policies = new ArrayList<>();
  final List<RuleBook.Conflict> conflicts = new ArrayList<>();
  final List<HostType> hosts = new ArrayList<>();
  final List<HostView> views = new ArrayList<>();
  final List<RuleBook.Walk> walks = new ArrayList<>();
  final List<Access> walk = new ArrayList<>();
  final List<String> headers = new ArrayList<>();
  Optional<OwnershipLimit> ownership = Optional.empty();
  boolean losingForbidden;
  boolean layoutStrict;

  private final String semantics;
  private final Map<String, String> chosen;

  FamilyDraft(FamilyInfo info, String semantics, Map<String, String> chosen) {
    this.info = info;
    this.semantics = semantics;
    this.chosen = chosen;
  }

  @Override
  public String semantics() {
    return semantics;
  }

  @Override
  public String policy(Policy policy) {
    if (policy.isSet()) {
      throw new IllegalArgumentException(policy.name() + " is a set, not one value");
    }
    return declared(policy);
  }

  @Override
  public Set<String> policies(Policy policy) {
    if (!policy.isSet()) {
      throw new IllegalArgumentException(policy.name() + " is one value, not a set");
    }
    return policy.elements(declared(policy));
  }

  private String declared(Policy policy) {
    policies.add(policy);
    return Policies.value(policy, chosen);
  }

  @Override
  public void conflict(String why, Policy.Choice... together) {
    conflicts.add(new RuleBook.Conflict(why, List.of(together)));
  }

  @Override
  public FieldKind field(FieldKind kind) {
    fields.add(kind);
    return kind;
  }

  @Override
  public void layout(LayoutConstraint constraint) {
    layouts.add(constraint);
  }

  @Override
  public void limitOwnership(OwnershipLimit limit) {
    ownership = Optional.of(limit);
  }

  @Override
  public void strictLayout() {
    layoutStrict = true;
  }

  @Override
  public void forbidLosing() {
    losingForbidden = true;
  }

  @Override
  public void forbid(FieldKind field, Rule rule, String... programKinds) {
    forbidden.add(new RuleBook.Forbidden(field, rule, List.of(programKinds)));
  }

  @Override
  public void ending(
      SectionKind section, Qualifier qualifier, Transform transform, Condition when) {
    endings.add(new RuleBook.Ending(section, qualifier, transform, when));
  }

  @Override
  public void implies(SectionKind section, SectionKind implied) {
    implications.add(new RuleBook.Implication(section, implied));
  }

  @Override
  public void limitLockOrder(Rule rule) {
    lockOrder.add(rule);
  }

  @Override
  public void sleepless(SectionKind section, String region) {
    sleepless.add(new RuleBook.Sleepless(section, region));
  }

  @Override
  public void alsoQualified(FieldKind present, Qualifier given, Qualifier also) {
    alsoQualified.add(new RuleBook.AlsoQualified(present, given, also));
  }

  @Override
  public void writable(String struct, String member, String... programKinds) {
    writable.add(new RuleBook.Writable(struct, member, List.of(programKinds)));
  }

  @Override
  public void globalTag(String tag, Qualifier qualifier) {
    globalTags.put(tag, qualifier);
  }

  @Override
  public void globalArgument(Subject argument, Rule rule, Condition condition) {
    globalArguments.add(new RuleBook.GlobalArgument(argument, rule, condition));
  }

  @Override
  public void object(String struct, SlotKind kind) {
    objects.put(struct, kind);
  }

  @Override
  public void entry(FieldKind tagged, Invocation invocation) {
    entries.add(new RuleBook.Entry(info, tagged, invocation));
  }

  @Override
  public void handler(Handler handler) {
    handlers.add(handler);
  }

  @Override
  public FunctionBuilder function(String name) {
    return draft(name, -1);
  }

  @Override
  public FunctionBuilder helper(int id, String name) {
    return draft(name, id);
  }

  private FunctionBuilder draft(String name, int helper) {
    var draft = new FunctionDraft(info, name, helper);
    functions.add(draft);
    return draft;
  }

  @Override
  public Subscription on(EventKind event) {
    var draft = new SubscriptionDraft(info, event);
    subscriptions.add(draft);
    return draft;
  }

  @Override
  public MapKind map(MapKind kind) {
    maps.add(kind);
    return kind;
  }

  @Override
  public ProgramKind program(ProgramKind kind) {
    programs.add(kind);
    return kind;
  }

  @Override
  public HostType host(HostType type) {
    hosts.add(type);
    return type;
  }

  @Override
  public HostView view(HostView view) {
    views.add(view);
    return view;
  }

  @Override
  public void walk(String struct, String member, Access access) {
    walks.add(new RuleBook.Walk(struct, member, access));
  }

  @Override
  public void walk(Access access) {
    walk.add(access);
  }

  @Override
  public void header(String c) {
    headers.add(c);
  }
}
