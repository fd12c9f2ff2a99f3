package mortise.plugin.lock;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with locks.
final class ProposalLockRules {
  static final Rule NOT_THERE =
      Rule.id("lock.not-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation(
              "A lock lies in a map value, a global or an object; which one is meant must be"
                  + " known.")
          .source("discussion §1, §7: §1")
          .message("{register} must be the address of a lock, and is {place}");

  static final Rule NOT_LIVE =
      Rule.id("lock.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct all its fields first")
          .documentation("A lock can be taken in a Live object only.")
          .source("discussion §1, §7: §3")
          .message("{register} points into an object that is {value}");

  static final Rule BORROWED_IN_RCU =
      Rule.id("lock.borrowed-in-rcu")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("get the object first")
          .documentation("The locks of an object read under RCU are not usable.")
          .source("discussion §1, §7: §9")
          .message("{register} is only readable: RCU keeps its memory, not the object");

  static final Rule ALREADY_HELD =
      Rule.id("lock.already-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release it first")
          .documentation("One container lock and one node lock are held at a time.")
          .source("discussion §1, §7: §4")
          .message("{function} while another lock of its kind is held");

  static final Rule NODE_ORDER =
      Rule.id("lock.node-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the locks in the order that the semantics says")
          .documentation("The order between container locks and node locks is fixed.")
          .source("discussion §1, §7: §7")
          .message("{function} is against the order of container locks and node locks here");

  static final Rule NOT_HELD =
      Rule.id("lock.not-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("lock it first, through the same pointer")
          .documentation("A lock is known by object and offset; only a held one can be released.")
          .source("discussion §1, §7: §4")
          .message("{function} of a lock that is not held");

  private ProposalLockRules() {}
}
