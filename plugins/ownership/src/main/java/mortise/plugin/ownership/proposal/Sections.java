package mortise.plugin.ownership.proposal;

import mortise.spi.Category;
import mortise.spi.Condition;
import mortise.spi.Rule;
import mortise.spi.SectionKind;

/// The sections that more than one family asks about.
public final class Sections {
  private static final Rule LOCK_HELD =
      Rule.id("lock.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("unlock first")
          .documentation("Every section is settled at a boundary.")
          .source("discussion §1, §7: §3")
          .message("{boundary} cannot be reached while a lock is held");

  private static final Rule LOCK_CALL_INSIDE =
      Rule.id("lock.call-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it before locking or after unlocking")
          .documentation(
              "Only functions that say so may be called between lock and unlock; "
                  + "nothing is freed there.")
          .source("discussion §1, §7: §3, §4")
          .message("{function} may not be called while a lock is held");

  private static final Rule LOCK_GLOBAL_CALL_INSIDE =
      Rule.id("lock.global-call-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("make it static")
          .documentation("A global function is verified on its own.")
          .source("discussion §1, §7: §4")
          .message("a global function may not be called while a lock is held");

  private static final Rule RCU_HELD =
      Rule.id("rcu.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave it first")
          .documentation("Every section is settled at a boundary.")
          .source("discussion §9: §3")
          .message("{boundary} cannot be reached in an RCU read section");

  private static final Rule FROZEN_HELD =
      Rule.id("refcount.frozen-held")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("end it with bpf_refcount_set or bpf_call_rcu")
          .documentation("Every boundary is refused while frozen.")
          .source("discussion §5: §6")
          .message("{boundary} cannot be reached while an object is frozen");

  private static final Rule ITERATION_HELD =
      Rule.id("collection.iteration-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("return from the callback")
          .documentation("Every section is settled at a boundary, an iteration too.")
          .source("discussion §3, §4")
          .message("{boundary} cannot be reached during an iteration");

  /// A container lock is held; its token is the lock.
  public static final SectionKind HOLDING =
      new SectionKind("lock", 50, LOCK_HELD, LOCK_CALL_INSIDE, LOCK_GLOBAL_CALL_INSIDE, true);

  /// A node lock is held; its token is the lock.
  public static final SectionKind HOLDING_NODE =
      new SectionKind("node lock", 51, LOCK_HELD, LOCK_CALL_INSIDE, LOCK_GLOBAL_CALL_INSIDE, true);

  /// A container is being iterated; its token is the container.
  public static final SectionKind ITERATION =
      SectionKind.permissive("iteration", 40, ITERATION_HELD);

  /// The count of an object is 0 by a downgrade; its token is the count.
  public static final SectionKind FROZEN = SectionKind.permissive("frozen", 60, FROZEN_HELD);

  /// A node is claimed; its token is the node.
  public static final SectionKind CLAIMED =
      SectionKind.permissive("claim", 70, OwnerRules.CLAIM_HELD);

  /// What is read under RCU stays.
  public static final SectionKind READ = SectionKind.permissive("rcu_read_lock", 160, RCU_HELD);

  /// In an RCU read section, which programs that cannot sleep are all along.
  public static Condition inRcu() {
    return Condition.any(Condition.inside(READ), Condition.not(Condition.sleepable()));
  }

  private Sections() {}
}
