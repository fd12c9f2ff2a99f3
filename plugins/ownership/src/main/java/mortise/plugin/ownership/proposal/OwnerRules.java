package mortise.plugin.ownership.proposal;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with owner fields, claims and node locks.
public final class OwnerRules {
  public static final Rule NO_OWNER_FIELD =
      Rule.id("owner.no-owner-field")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a node; add a struct bpf_owner tagged with it to the type")
          .documentation("Only nodes that remember their owner can be asked for it.")
          .source("discussion §6, §7: §7")
          .message("{register} must be the address of a node with a bpf_owner");

  public static final Rule NOT_LIVE =
      Rule.id("owner.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct it first")
          .documentation("Only Live objects are on collections.")
          .source("discussion §6, §7: §3")
          .message("the object is {value}");

  public static final Rule NOT_A_TYPE =
      Rule.id("owner.not-a-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass bpf_core_type_id_local(struct …)")
          .documentation("The holder's type must be known to use it.")
          .source("discussion §6, §7: §7")
          .message("{register} must be the id of a struct of the program's own");

  public static final Rule OUTSIDE_RCU =
      Rule.id("owner.outside-rcu")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_lock first")
          .documentation("RCU keeps the owner's memory while it is looked at.")
          .source("discussion §6, §7: §7")
          .message("{function} must be called in an RCU read section");

  public static final Rule NOT_OWNED =
      Rule.id("owner.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("get a reference first")
          .documentation("What is claimed must not go meanwhile.")
          .source("discussion §6, §7: §7")
          .message("{register} is not owned");

  public static final Rule NOT_CLAIMED =
      Rule.id("owner.not-claimed")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("unclaim only what a claim returned true for")
          .documentation("Only the claimer may give a claim back.")
          .source("discussion §6, §7: §7")
          .message("the node is {value}, not claimed");

  public static final Rule CLAIM_LOST =
      Rule.id("owner.claim-lost")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("add the node, or unclaim it")
          .documentation("Nobody else could settle the claim.")
          .source("discussion §6, §7: §7")
          .message("the last reference would go while a node of the object is claimed");

  public static final Rule NODE_LOCK_NOT_HELD =
      Rule.id("owner.node-lock-not-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the node lock first")
          .documentation("Two CPUs could add it at once.")
          .source("discussion §6, §7: §7")
          .message("the node lock of a published object must be held to add it");

  public static final Rule NODE_LOCK_FOR_QUESTION =
      Rule.id("owner.node-lock-for-question")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the node lock first")
          .documentation("Without it the answer would be old.")
          .source("discussion §6, §7: §7")
          .message("the node lock must be held to ask");

  public static final Rule LOCK_CYCLE =
      Rule.id("owner.lock-cycle")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("take the locks in one order")
          .documentation("Cyclic orders deadlock.")
          .source("discussion §6, §7: §7")
          .message("lock order has a cycle: {path}");

  public static final Rule CLAIM_HELD =
      Rule.id("owner.claim-held")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("add the node, or unclaim it")
          .documentation(
              "A claim is settled before the program ends; nobody else could take it back.")
          .source("discussion §7")
          .message("{boundary} cannot be reached while a node is claimed");

  private OwnerRules() {}
}
