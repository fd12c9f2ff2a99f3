package mortise.spi;

/// Rules that many families need and that mean the same in all of them.
public final class StandardRules {
  /// For [Condition.PointsTo], which knows `{type}` and `{expected}`.
  public static final Rule ARGUMENT_TYPE =
      Rule.id("call.argument-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer of one of the expected kinds")
          .documentation("The function needs a pointer of a certain kind.")
          .source("linux: `check_reg_type` (6.18)")
          .message("{register} type={type} expected={expected}");

  /// Nothing may be released that is not owed: for [Condition.Referenced].
  public static final Rule NOT_REFERENCED =
      Rule.id("reference.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that this program owns here")
          .documentation("Only what the program owes can be released or given away, and only once.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("allocated object must be referenced");

  /// For [Condition.MapOfType].
  public static final Rule MAP_TYPE =
      Rule.id("map.function-not-for-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a function that belongs to this kind of map")
          .documentation(
              """
              Each kind of map has functions of its own. A program array holds programs, which can \
              only be called; a map of maps can be looked up, but programs cannot put a map into it.
              """)
          .source("linux: `check_map_func_compatibility` (6.18)")
          .message("cannot pass map_type {map.type} into func {function}#{id}");

  /// For [Declarations#limitOwnership]: `{why}` tells the chain, type by type.
  public static final Rule OWNERSHIP =
      Rule.id("layout.ownership")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("break the chain of containers")
          .documentation(
              """
              Objects that own objects that own objects could not be destroyed in bounded time: the \
              end of one would be the end of a chain of any length, each inside the last. In 6.18 \
              what a list or tree holds may hold leaves, and no more. In 7.2 the pointers that \
              fields own count as well, chains of eight types with special fields are allowed, and \
              a type without any ends a chain for nothing. A type that owns its own kind, by \
              whatever way, is refused by both, but 6.18 does not look at pointers.
              """)
          .source("linux: `btf_check_and_fixup_fields` (6.18)")
          .message("{why}");

  private StandardRules() {}
}
