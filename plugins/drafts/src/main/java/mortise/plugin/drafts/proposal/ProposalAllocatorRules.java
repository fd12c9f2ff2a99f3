package mortise.plugin.drafts.proposal;

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
          .message("{arg} must be the id of a struct of the program's own");

  static final Rule NO_VALUE_TYPE =
      Rule.id("allocator.no-value-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("declare the map with a value type")
          .documentation("An allocator map is a pool of its value type.")
          .source("discussion §2, §3: §2")
          .message("{holder} has no value type to allocate");

  static final Rule NOT_AN_OBJECT =
      Rule.id("allocator.not-an-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass what an allocation returned")
          .documentation("Only objects are constructed, destructed and freed.")
          .source("discussion §2, §3: §3")
          .message("{arg} must point to an allocated object, and is {type}");

  static final Rule NOT_OWNED =
      Rule.id("allocator.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass the pointer that owns the object")
          .documentation("Only the owner ends an object.")
          .source("discussion §2, §3: §3")
          .message("{arg} is not owned");

  static final Rule NOT_AT_START =
      Rule.id("allocator.not-at-start")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass the start of the object")
          .documentation("An object is freed by its start.")
          .source("discussion §2, §3: §3")
          .message("{arg} points {offset} bytes into the object");

  static final Rule VARIABLE_OFFSET =
      Rule.id("allocator.variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("Which field is meant must be known.")
          .source("discussion §2, §3: §3")
          .message("{arg} must point to a field at a constant offset");

  static final Rule NOT_THE_FIELD =
      Rule.id("allocator.not-the-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("A constructor makes, a destructor ends the field that it is given.")
          .source("discussion §2, §3: §3")
          .message("there is no {field} at offset {offset} of {holder}");

  static final Rule NOT_CONSTRUCTING =
      Rule.id("allocator.not-constructing")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct each field once, right after the allocation")
          .documentation("A constructor needs an object under construction without this field.")
          .source("discussion §2, §3: §3")
          .message("the object is {value}: the field at offset {offset} cannot be constructed");

  static final Rule NOT_DESTRUCTIBLE =
      Rule.id("allocator.not-destructible")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("destruct each field once, after giving the object nobody else can reach")
          .documentation("A destructor needs a field that is there and was not destructed.")
          .source("discussion §2, §3: §3")
          .message("the object is {value}: the field at offset {offset} cannot be destructed");

  static final Rule NOT_FREEABLE =
      Rule.id("allocator.not-freeable")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("destruct the remaining fields first")
          .documentation("Memory is given back when no field of it is left.")
          .source("discussion §2, §3: §3")
          .message("the object is {value} and cannot be freed yet");

  static final Rule SHARED =
      Rule.id("allocator.shared")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("test what bpf_refcount_put or bpf_refcount_single returns")
          .documentation("Only single ownership allows destruction.")
          .source("discussion §2, §3: §3, §6")
          .message("{arg} may have other owners (static_ref={owed})");

  static final Rule PUBLISHED_RCU =
      Rule.id("allocator.published-rcu")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("hand it to bpf_call_rcu")
          .documentation("Types with an rcu head, once published, end in their RCU callback.")
          .source("discussion §2, §3: §9")
          .message("{arg} was published and RCU readers may hold it");

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
