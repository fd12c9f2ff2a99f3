package mortise.plugin.rcu;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with RCU.
final class ProposalRcuRules {
  static final Rule UNMATCHED =
      Rule.id("rcu.unmatched")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("enter one first")
          .documentation("Only an open section is left.")
          .source("discussion §9: §9")
          .message("no RCU read section to leave");

  static final Rule OUTSIDE =
      Rule.id("rcu.outside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_lock first")
          .documentation("RCU keeps the memory that is looked at.")
          .source("discussion §9: §7, §9")
          .message("{function} must be called in an RCU read section");

  static final Rule NO_RCU_HEAD =
      Rule.id("rcu.no-rcu-head")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the start of an object whose type has a struct bpf_rcu_head")
          .documentation("Only types with an rcu head are protected by RCU.")
          .source("discussion §9: §9")
          .message("{register} must be an object with a bpf_rcu_head, and is {place}");

  static final Rule NOT_A_FIELD =
      Rule.id("rcu.not-a-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation(
              "RCU keeps what the field points to, and its count says whether it is still there.")
          .source("discussion §9: §7")
          .message(
              "{register} must be the address of a pointer to a type with a bpf_refcount and a"
                  + " bpf_rcu_head, and is {place}");

  static final Rule NOT_LAST =
      Rule.id("rcu.not-last")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("test what bpf_refcount_put or bpf_refcount_single returns")
          .documentation("Only the last owner may end the object.")
          .source("discussion §9: §9")
          .message("{register} is not known to be the last reference (static_ref={owed})");

  static final Rule LINKED =
      Rule.id("rcu.linked")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("remove it first")
          .documentation("An object that ends is on no collection.")
          .source("discussion §9: §9")
          .message("a node of the object is {value}");

  static final Rule NOT_LIVE =
      Rule.id("rcu.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a Live object")
          .documentation("Its callback destructs all its fields.")
          .source("discussion §9: §9")
          .message("the object is {value}");

  static final Rule TWO_WAYS =
      Rule.id("rcu.two-ways")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("remove the tag, or choose reclaim=destructor")
          .documentation("A type ends in one way: in the callback given, or in its destructor.")
          .source("discussion §9")
          .message("{struct} names a destructor, but under reclaim=call-rcu bpf_call_rcu ends it");

  static final Rule NO_DESTRUCTOR =
      Rule.id("rcu.no-destructor")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("name one with the tag destructor:<function> on its rcu head")
          .documentation("What ends by a destructor must name it.")
          .source("discussion §9")
          .message("the type names no destructor");

  private ProposalRcuRules() {}
}
