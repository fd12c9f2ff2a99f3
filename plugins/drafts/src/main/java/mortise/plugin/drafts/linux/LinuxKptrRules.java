package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with pointers in maps.
final class LinuxKptrRules {
  static final Rule VARIABLE_ACCESS =
      Rule.id("kptr.variable-access")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the member itself")
          .documentation("A pointer field is accessed at a known place.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("{field} access cannot have variable offset");

  static final Rule MISALIGNED =
      Rule.id("kptr.misaligned")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the whole member")
          .documentation("A pointer field is accessed as a whole.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("{field} access misaligned expected={there} off={offset}");

  static final Rule WRONG_SIZE =
      Rule.id("kptr.wrong-size")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the whole member")
          .documentation("A pointer field is accessed as a whole.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("{field} access size must be BPF_DW");

  static final Rule WRONG_MODE =
      Rule.id("kptr.wrong-mode")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use plain loads and stores")
          .documentation("Atomic and sign-extending accesses mean nothing for a pointer.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("kptr in map can only be accessed using BPF_MEM instruction mode");

  static final Rule STORE_REFERENCED =
      Rule.id("kptr.store-referenced")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use bpf_kptr_xchg")
          .documentation("A store would lose what the field owns.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("store to referenced kptr disallowed");

  static final Rule STORE_USER =
      Rule.id("kptr.store-user")
          .category(Category.MEMORY_SAFETY)
          .suggestion("leave the field to user space")
          .documentation("The field is set from user space.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("store to uptr disallowed");

  static final Rule STORE_NUMBER =
      Rule.id("kptr.store-number")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store null")
          .documentation("A number is no pointer.")
          .source("linux 6.18: check_map_kptr_access; semantics 8.2")
          .message("BPF_ST imm must be 0 when storing to kptr at off={offset}");

  static final Rule STORE_OTHER =
      Rule.id("kptr.store-other")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store a pointer of the declared type")
          .documentation("The field says to what it points.")
          .source("linux 6.18: map_kptr_match_type; semantics 8.3")
          .message(
              "invalid kptr access, {register} type={actual} expected={expected} or "
                  + "untrusted_{expected}");

  static final Rule WRONG_DESTINATION =
      Rule.id("kptr.wrong-destination")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a pointer field")
          .documentation("Pointer fields live in map values and in allocated objects.")
          .source("linux 6.18: check_reg_type; semantics 8.4")
          .message("{arg} type={type} expected=map_value, ptr_");

  static final Rule UNTYPED =
      Rule.id("kptr.untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the field is.")
          .source("linux 6.18: process_kptr_func; semantics 8.4")
          .message("{holder} has to have BTF in order to use bpf_kptr_xchg");

  static final Rule VARIABLE_OFFSET =
      Rule.id("kptr.variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("Which field is meant must be known.")
          .source("linux 6.18: process_kptr_func; semantics 8.4")
          .message(
              "{register} doesn't have constant offset. kptr has to be at the constant offset");

  static final Rule NONE_THERE =
      Rule.id("kptr.none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("tag a member __kptr")
          .documentation("The type pointed into has no pointer field.")
          .source("linux 6.18: process_kptr_func; semantics 8.4")
          .message("{register} has no valid kptr");

  static final Rule ELSEWHERE =
      Rule.id("kptr.elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the field itself.")
          .source("linux 6.18: process_kptr_func; semantics 8.4")
          .message("off={offset} doesn't point to kptr");

  static final Rule UNREFERENCED_FIELD =
      Rule.id("kptr.unreferenced-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("tag the member __kptr")
          .documentation("An unreferenced field owns nothing that could be exchanged.")
          .source("linux 6.18: process_kptr_func; semantics 8.4")
          .message("off={offset} kptr isn't referenced kptr");

  static final Rule WRONG_SOURCE =
      Rule.id("kptr.wrong-source")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer that the program owns, or null")
          .documentation("What a field owns must have been owned before.")
          .source("linux 6.18: check_reg_type; semantics 8.4")
          .message("{arg} type={type} expected=ptr_, trusted_ptr_, rcu_ptr_");

  static final Rule MAYBE_NULL =
      Rule.id("kptr.maybe-null")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("test it first")
          .documentation("A pointer that may be null may not owe anything.")
          .source("linux 6.18: check_func_arg_reg_off; semantics 8.4")
          .message("Possibly NULL pointer passed to helper arg2");

  static final Rule MISMATCH =
      Rule.id("kptr.mismatch")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("exchange a pointer of the declared type")
          .documentation("The field says to what it points, and it points to the start.")
          .source("linux 6.18: map_kptr_match_type; semantics 8.3")
          .message("invalid kptr access, {register} type={actual} expected={expected}");

  static final Rule SOURCE_OFFSET =
      Rule.id("kptr.source-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the start of the object")
          .documentation("Ownership is given up through a pointer to the start.")
          .source("linux 6.18: check_func_arg_reg_off; semantics 8.4")
          .message(
              "{register} must have zero offset when passed to release func or "
                  + "trusted arg to kfunc");

  static final Rule NOT_REFERENCED =
      Rule.id("kptr.not-referenced")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that the program owns, or null")
          .documentation("The field takes over what the program owes.")
          .source("linux 6.18: check_func_arg; semantics 8.4")
          .message("{register} must be referenced when passed to release function");

  private LinuxKptrRules() {}
}
