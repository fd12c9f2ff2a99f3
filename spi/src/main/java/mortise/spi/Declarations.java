package mortise.spi;

/// Where a family puts what it declares. Everything is validated when the semantics is put
/// together: a function declared twice, an event that nobody defines, policies that contradict.
public interface Declarations {
  /// The name of the semantics that is being put together.
  String semantics();

  /// Declares a policy and tells what was chosen.
  String policy(Policy policy);

  FieldKind field(FieldKind kind);

  void layout(LayoutConstraint constraint);

  /// Types that can be contained may own chains of at most `levels` types below them; cycles are
  /// never allowed. The least limit declared wins.
  void limitOwnership(int levels, Rule rule);

  /// Programs of these kinds may not use maps and globals that have such a field.
  void forbid(FieldKind field, Rule rule, String... programKinds);

  /// When a section of the kind ends, pointers with the qualifier are transformed.
  void ending(SectionKind section, Qualifier qualifier, Transform transform);

  /// While a section of the first kind is open, one of the second counts as open.
  void implies(SectionKind section, SectionKind implied);

  /// A kernel function, called by name.
  FunctionBuilder function(String name);

  /// A helper, called by number.
  FunctionBuilder helper(int id, String name);

  Subscription on(EventKind event);

  MapKind map(MapKind kind);

  ProgramKind program(ProgramKind kind);

  /// Loading `member` of the host's `struct` through a pointer gives `result`.
  void walk(String struct, String member, Access access);

  /// A C fragment for `mortise headers`: types, tags and macros that belong to the family.
  void header(String c);
}
