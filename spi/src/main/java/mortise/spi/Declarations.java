package mortise.spi;

import java.util.Set;

/// Where a family puts what it declares. Everything is validated when the semantics is put
/// together: a function declared twice, an event that nobody defines, policies that contradict.
public interface Declarations {
  /// The name of the semantics that is being put together.
  String semantics();

  /// Declares a policy and tells what was chosen. A family declares its policies whatever the
  /// others are, so that all that can be chosen is known at once.
  ///
  /// @throws IllegalArgumentException if the policy is a set
  String policy(Policy policy);

  /// Declares a policy that is a set and tells what is in it, in the order of its elements.
  ///
  /// @throws IllegalArgumentException if the policy has one value
  Set<String> policies(Policy policy);

  /// Choices that contradict each other: a semantics for which all of them hold is refused, for the
  /// reason `why` (`claim needs owner: it swaps the owner field`). They may be of policies that
  /// other families declare; where nobody declares one of them, there is no contradiction.
  void conflict(String why, Policy.Choice... together);

  FieldKind field(FieldKind kind);

  void layout(LayoutConstraint constraint);

  /// Types may own each other no deeper. The least limit declared wins, and of equal ones that with
  /// more pointers.
  void limitOwnership(OwnershipLimit limit);

  /// Special fields that are misaligned or stand in unions are errors; without it they are plain
  /// members.
  void strictLayout();

  /// Something owed that no pointer leads to any more is a leak where a callback returns or the
  /// program comes round again, not only where the program ends: loops that pile up what they owe
  /// would have no end.
  void forbidLosing();

  /// Programs of these kinds may not use maps and globals that have such a field.
  void forbid(FieldKind field, Rule rule, String... programKinds);

  /// The order in which a program, wherever in it, enters sections whose tokens are fields, told
  /// apart by type and member, has no cycle, or `rule` is broken; `{path}` is the cycle.
  void limitLockOrder(Rule rule);

  /// When a section of the kind ends, pointers with the qualifier are transformed.
  default void ending(SectionKind section, Qualifier qualifier, Transform transform) {
    ending(section, qualifier, transform, Condition.always());
  }

  /// As [#ending(SectionKind, Qualifier, Transform)], where the condition holds once the section
  /// has been left: unless something else still protects them. The condition speaks of no subject.
  void ending(SectionKind section, Qualifier qualifier, Transform transform, Condition when);

  /// While a section of the first kind is open, one of the second counts as open; where the second
  /// restricts calls, what is allowed in it is allowed in the first.
  void implies(SectionKind section, SectionKind implied);

  /// While a section of the kind is open nothing that may sleep can be called; the core's messages
  /// call it `region`. Asked in the order declared.
  void sleepless(SectionKind section, String region);

  /// A pointer that is given the qualifier `given` gets `also` too where the type that it points
  /// into has a field of the kind.
  void alsoQualified(FieldKind present, Qualifier given, Qualifier also);

  /// A call of a global subprogram is rejected for `rule` unless the condition holds of everything
  /// that an argument points to; the condition speaks of it as `argument` (a [Subject.Tracked]).
  void globalArgument(Subject argument, Rule rule, Condition condition);

  /// A pointer parameter of a global subprogram with the tag `arg:<tag>` is one to an object of the
  /// host's, and inside it has the qualifier. If that says that the object lives, what is passed
  /// must point to one; if it forbids writing, anything may be passed, and the parameter may lead
  /// to numbers too.
  void globalTag(String tag, Qualifier qualifier);

  /// Programs of these kinds may write to a member of one of the host's structs: its name, after
  /// those of the members that it lies in (`inet_conn.icsk_ca_priv`); empty: to all of the struct.
  void writable(String struct, String member, String... programKinds);

  /// A kernel function, called by name.
  FunctionBuilder function(String name);

  /// A helper, called by number. It may be declared several times, each time for other kinds of
  /// program ([FunctionBuilder#callableFrom]): what it takes may differ.
  FunctionBuilder helper(int id, String name);

  /// Where a global subprogram's prototype has a pointer to the struct of that name, it gets a
  /// typed object of the kind, whichever sort of it, that lies elsewhere than on its stack.
  void object(String struct, SlotKind kind);

  /// The subprogram that the tag of a field of the kind names is verified as an entry of its own,
  /// called as `invocation` says, which speaks of the object with the field as [Access#FIELD].
  void entry(FieldKind tagged, Invocation invocation);

  /// Programs may name a subprogram that is called when they [end early][Result.Ends].
  void handler(Handler handler);

  Subscription on(EventKind event);

  MapKind map(MapKind kind);

  ProgramKind program(ProgramKind kind);

  /// A type that the host brings, whose members the host's own types tell. Types that results,
  /// callbacks and walks mention need no declaration; one with a destructor does.
  HostType host(HostType type);

  /// How programs see objects of the host's that are no structs to them.
  HostView view(HostView view);

  /// What loading a pointer gives that is `member` of the host's `struct`: the first case that
  /// holds, or else as [#walk(Access)] says. Conditions speak of the place that is loaded as
  /// [Access#FIELD], results as [Result#pointeeOf].
  void walk(String struct, String member, Access access);

  /// What loading any other pointer gives that is a member of one of the host's structs: the first
  /// case that holds; if none does, a number. Where nobody says, all members are numbers.
  void walk(Access access);

  /// A C fragment for `mortise headers`: types, tags and macros that belong to the family.
  void header(String c);
}
