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
          .suggestion("add a struct bpf_rcu_head to the type")
          .documentation("Only types with an rcu head are protected by RCU.")
          .source("discussion §9: §9")
          .message("{type} has no bpf_rcu_head");

  static final Rule NO_REFCOUNT =
      Rule.id("rcu.no-refcount")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_refcount to the type")
          .documentation("Only a counted object can be got from a map.")
          .source("discussion §9: §7")
          .message("{type} has no bpf_refcount");

  static final Rule NOT_A_FIELD =
      Rule.id("rcu.not-a-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("A reference is got from a pointer field.")
          .source("discussion §9: §7")
          .message("there is no pointer field at offset {offset} of {holder}");

  static final Rule NOT_AN_OBJECT =
      Rule.id("rcu.not-an-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass an object")
          .documentation("Objects end after a grace period.")
          .source("discussion §9: §9")
          .message("{arg} must point to an object, and is {type}");

  static final Rule NOT_LAST =
      Rule.id("rcu.not-last")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("test what bpf_refcount_put or bpf_refcount_single returns")
          .documentation("Only the last owner may end the object.")
          .source("discussion §9: §9")
          .message("{arg} is not known to be the last reference (static_ref={owed})");

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

  private ProposalRcuRules() {}
}
