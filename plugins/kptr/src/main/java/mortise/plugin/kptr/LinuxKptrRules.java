package mortise.plugin.kptr;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with pointers in maps and objects.
final class LinuxKptrRules {
  static final Rule VARIABLE_ACCESS =
      Rule.id("kptr.variable-access")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the member itself")
          .documentation("A pointer field is accessed at a known place.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("{field} access cannot have variable offset");

  static final Rule MISALIGNED =
      Rule.id("kptr.misaligned")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the whole member")
          .documentation("A pointer field is accessed as a whole.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("{field} access misaligned expected={expected} off={offset}");

  static final Rule WRONG_SIZE =
      Rule.id("kptr.wrong-size")
          .category(Category.MEMORY_SAFETY)
          .suggestion("access the whole member")
          .documentation("A pointer field is accessed as a whole.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("{field} access size must be BPF_DW");

  static final Rule WRONG_MODE =
      Rule.id("kptr.wrong-mode")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use plain loads and stores")
          .documentation("Atomic and sign-extending accesses mean nothing for a pointer.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("kptr in map can only be accessed using BPF_MEM instruction mode");

  static final Rule STORE_REFERENCED =
      Rule.id("kptr.store-referenced")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use bpf_kptr_xchg")
          .documentation("A store would lose what the field owns.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("store to referenced kptr disallowed");

  static final Rule STORE_NUMBER =
      Rule.id("kptr.store-number")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store null")
          .documentation("A number is no pointer.")
          .source("linux: check_map_kptr_access (6.18)")
          .message("BPF_ST imm must be 0 when storing to kptr at off={offset}");

  static final Rule INDIRECT =
      Rule.id("kptr.indirect")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass memory without pointer fields: a member, or a copy on the stack")
          .documentation(
              "A function that reads or writes the field as plain memory would take or leave a"
                  + " pointer that nobody has accounted for.")
          .source("linux: `check_map_access` (6.18)")
          .message("{field} cannot be accessed indirectly by helper");

  static final Rule STORE_KIND =
      Rule.id("kptr.store-kind")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store a pointer that the program owns, or null")
          .documentation("Numbers, other memory, and what is only lent cannot be kept.")
          .source("linux: `map_kptr_match_type` (6.18)")
          .message(
              "invalid kptr access, {value} type={type} expected={expected} or "
                  + "untrusted_{expected}");

  static final Rule STORE_OTHER =
      Rule.id("kptr.store-other")
          .category(Category.MEMORY_SAFETY)
          .suggestion("store a pointer of the declared type")
          .documentation("The field says to what it points.")
          .source("linux: map_kptr_match_type (6.18)")
          .message(
              "invalid kptr access, {value} type={actual} expected={expected} or "
                  + "untrusted_{expected}");

  static final Rule WRONG_DESTINATION =
      Rule.id("kptr.wrong-destination")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a pointer field")
          .documentation("Pointer fields live in map values and in allocated objects.")
          .source("linux: check_reg_type (6.18)")
          .message("{arg} type={type} expected=map_value, ptr_");

  static final Rule UNTYPED =
      Rule.id("kptr.untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the field is.")
          .source("linux: process_kptr_func (6.18)")
          .message("{holder} has to have BTF in order to use bpf_kptr_xchg");

  static final Rule VARIABLE_OFFSET =
      Rule.id("kptr.variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("Which field is meant must be known.")
          .source("linux: process_kptr_func (6.18)")
          .message(
              "{register} doesn't have constant offset. kptr has to be at the constant offset");

  static final Rule NONE_THERE =
      Rule.id("kptr.none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("tag a member __kptr")
          .documentation("The type pointed into has no pointer field.")
          .source("linux: process_kptr_func (6.18)")
          .message("{register} has no valid kptr");

  static final Rule ELSEWHERE =
      Rule.id("kptr.elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the field itself.")
          .source("linux: process_kptr_func (6.18)")
          .message("off={offset} doesn't point to kptr");

  static final Rule UNREFERENCED_FIELD =
      Rule.id("kptr.unreferenced-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("tag the member __kptr")
          .documentation("An unreferenced field owns nothing that could be exchanged.")
          .source("linux: process_kptr_func (6.18)")
          .message("off={offset} kptr isn't referenced kptr");

  static final Rule WRONG_SOURCE =
      Rule.id("kptr.wrong-source")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer that the program owns, or null")
          .documentation("What a field owns must have been owned before.")
          .source("linux: check_reg_type (6.18)")
          .message("{arg} type={type} expected=ptr_, trusted_ptr_, rcu_ptr_");

  static final Rule MAYBE_NULL =
      Rule.id("kptr.maybe-null")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("test it first")
          .documentation("A pointer that may be null may not owe anything.")
          .source("linux: check_func_arg_reg_off (6.18)")
          .message("Possibly NULL pointer passed to helper arg2");

  static final Rule NOT_OWNED =
      Rule.id("kptr.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that the program owns and has tested for null, or null")
          .documentation(
              "A field takes over what the program owes. What was read from a field or borrowed"
                  + " from a collection is owned by somebody else, and what may be null owes"
                  + " nothing then. The kernel refuses such a program, too, though it blames"
                  + " itself.")
          .source("linux: `check_reg_type` (6.18)")
          .message("verifier bug: invalid PTR_TO_BTF_ID register for type match");

  static final Rule WRONG_KIND =
      Rule.id("kptr.per-cpu")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("tag the member __percpu_kptr")
          .documentation("What every CPU has a copy of fits into a __percpu_kptr field only.")
          .source("linux: `map_kptr_match_type` (6.18)")
          .message("invalid kptr access, {register} type={type} expected={expected}");

  static final Rule MISMATCH =
      Rule.id("kptr.mismatch")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("exchange a pointer of the declared type")
          .documentation("The field says to what it points, and it points to the start.")
          .source("linux: map_kptr_match_type (6.18)")
          .message("invalid kptr access, {register} type={actual} expected={expected}");

  static final Rule NOT_REFERENCED =
      Rule.id("kptr.not-referenced")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that the program owns, or null")
          .documentation("The field takes over what the program owes.")
          .source("linux: check_func_arg (6.18)")
          .message("{register} must be referenced when passed to release function");

  private LinuxKptrRules() {}
}
