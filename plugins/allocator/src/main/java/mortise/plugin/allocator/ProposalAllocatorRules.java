package mortise.plugin.allocator;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with objects and their lifecycle.
final class ProposalAllocatorRules {
  static final Rule NOT_A_STRUCT =
      Rule.id("allocator.not-a-struct")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass bpf_core_type_id_local(struct …)")
          .documentation("Only structs can be allocated.")
          .source("discussion §2, §3: §2")
          .message("{register} must be the id of a struct of the program's own");

  static final Rule NOT_A_POOL =
      Rule.id("allocator.not-a-pool")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("declare a map of type BPF_MAP_TYPE_ALLOCATOR with a value type")
          .documentation("An allocator map is a pool of its value type.")
          .source("discussion §2, §3: §2")
          .message("{register} must be an allocator map with a value type, and is {place}");

  static final Rule NOT_AT_START =
      Rule.id("allocator.not-at-start")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass the start of the object")
          .documentation("An object is freed by its start.")
          .source("discussion §2, §3: §3")
          .message("{register} must be the start of the object, and is {place}");

  static final Rule NOT_FREEABLE =
      Rule.id("allocator.not-freeable")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("destruct the remaining fields first")
          .documentation("Memory is given back when no field of it is left.")
          .source("discussion §2, §3: §3")
          .message("the object is {value} and cannot be freed yet");

  static final Rule GLOBAL_NOT_LIVE =
      Rule.id("allocator.global-not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("make the function static")
          .documentation("Global functions take Live objects only.")
          .source("discussion §2, §3: §3")
          .message("an object that is {value} cannot be passed to a global function");

  static final Rule OWNERSHIP_DEPTH =
      Rule.id("allocator.ownership-depth")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("let one type own less")
          .documentation(
              "No cycles, and no longer chains than the policy allows, or destruction "
                  + "has no bound.")
          .source("discussion §2, §3: §1")
          .message("ownership is too deep or cyclic: {path}");

  private ProposalAllocatorRules() {}
}
