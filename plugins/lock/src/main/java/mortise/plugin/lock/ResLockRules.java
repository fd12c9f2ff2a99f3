package mortise.plugin.lock;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with resilient locks; what holds for every lock is in
/// [mortise.plugin.lock.api.LockRules].
final class ResLockRules {
  static final Rule WRONG_POINTER =
      Rule.id("lock.res-wrong-pointer")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a lock in a map value, a global or an object")
          .documentation("Locks live where several programs can reach them.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_RES_SPIN_LOCK (6.18)")
          .message("{arg} doesn't point to map value or allocated object");

  static final Rule OFFSET_NOT_CONSTANT =
      Rule.id("lock.res-offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the lock with a constant offset")
          .documentation("Which lock is taken must be known.")
          .source("linux: `process_spin_lock` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_res_spin_lock has to be at the constant"
                  + " offset");

  static final Rule MAP_WITHOUT_TYPES =
      Rule.id("lock.res-map-without-types")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("give the map's key and value types with __type")
          .documentation("Nothing says where in the map's values there is a lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("{holder} has to have BTF in order to use bpf_res_spin_lock");

  static final Rule NONE_THERE =
      Rule.id("lock.no-res-lock")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("declare a struct bpf_res_spin_lock in the type")
          .documentation("The type of the map's values, or of the object, has no resilient lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("{holder} has no valid bpf_res_spin_lock");

  static final Rule WRONG_OFFSET =
      Rule.id("lock.res-wrong-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the lock member itself")
          .documentation("The pointer leads into the right object, but not to its lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("off {offset} doesn't point to 'struct bpf_res_spin_lock' that is at {there}");

  static final Rule IN_TREE_CALLBACK =
      Rule.id("lock.res-in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("lock before the call that asks for the order, and unlock after it")
          .documentation(
              "While the order of its nodes is asked for a tree is being walked: its lock must stay"
                  + " held.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_RES_SPIN_LOCK (7.2)")
          .message("can't res_spin_{lock,unlock} in rbtree cb");

  static final Rule DEADLOCK =
      Rule.id("lock.deadlock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock once, and leave the inner pair away")
          .documentation(
              "Resilient locks nest with others, not with themselves: the second attempt fails"
                  + " always.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("Acquiring the same lock again, AA deadlock detected");

  static final Rule NOT_HELD =
      Rule.id("lock.res-not-held-at-unlock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock only where taking it returned 0")
          .documentation(
              "Only a lock that is held can be released; where taking it failed it is not held.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_res_spin_unlock without taking a lock");

  static final Rule DIFFERENT =
      Rule.id("lock.res-different-lock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion(
              "unlock through the same pointer that was locked, and with the function that belongs"
                  + " to the one it was locked with")
          .documentation(
              "Locks are told apart by the object or map value that they lie in. What was locked"
                  + " with interrupts saved is unlocked with interrupts restored.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_res_spin_unlock of different lock");

  static final Rule OUT_OF_ORDER =
      Rule.id("lock.res-out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock that was taken last first")
          .documentation("The kernel finds deadlocks by the order in which locks were taken.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_res_spin_unlock cannot be out of order");

  private ResLockRules() {}
}
