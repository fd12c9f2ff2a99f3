package mortise.plugin.lock.api;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with spin locks.
public final class LockRules {
  /// Every path must unlock before it ends.
  public static final Rule HELD_AT_BOUNDARY =
      Rule.id("lock.held-at-exit")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock on every path before this instruction")
          .documentation(
              "A lock that nobody releases stops everybody else for ever. It must be released"
                  + " before the program ends, throws, or calls another program.")
          .source("linux: `check_resource_leak` (6.18)")
          .message("{boundary} cannot be used inside bpf_spin_lock-ed region");

  /// What may run while a lock is held is short, and never sleeps or locks.
  public static final Rule CALL_INSIDE =
      Rule.id("lock.call-in-section")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("move the call in front of the lock or behind the unlock")
          .documentation(
              "Between lock and unlock only functions that say so may be called: those of the"
                  + " containers that the lock guards, and the unlock itself.")
          .source("linux: `do_check`, BPF_CALL (6.18)")
          .message("function calls are not allowed while holding a lock");

  /// A global function is verified without knowing of the lock.
  public static final Rule GLOBAL_CALL_INSIDE =
      Rule.id("lock.global-call-in-section")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("make the function static, so that it is verified together with its caller")
          .documentation(
              "Global functions are verified on their own, without the lock that their caller"
                  + " holds.")
          .source("linux: `check_func_call` (6.18)")
          .message(
              "global function calls are not allowed while holding a lock,\n"
                  + "use static function instead");

  /// Only a lock that is held can be released.
  public static final Rule NOT_HELD =
      Rule.id("lock.not-held-at-unlock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock on every path that reaches this unlock")
          .documentation("Releasing a lock that is not held would let two owners in.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_spin_unlock without taking a lock");

  /// The lock released must be the lock taken.
  public static final Rule DIFFERENT =
      Rule.id("lock.different-lock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion(
              "unlock through the same pointer that was locked; each lookup and each object is a"
                  + " lock of its own")
          .documentation(
              "Locks are told apart by the object or map value that they lie in. Two lookups of"
                  + " one key count as two values, because the value may have been replaced"
                  + " between them.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_spin_unlock of different lock");

  /// Locks nest.
  public static final Rule OUT_OF_ORDER =
      Rule.id("lock.out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock that was taken last first")
          .documentation(
              "Locks are released in the reverse order of taking them: a plain lock after the"
                  + " resilient ones that were taken under it.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("bpf_spin_unlock cannot be out of order");

  /// The order of a tree is asked for under the tree's lock.
  public static final Rule IN_TREE_CALLBACK =
      Rule.id("lock.in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("lock before the call that asks for the order, and unlock after it")
          .documentation(
              "While the order of its nodes is asked for a tree is being walked: its lock must stay"
                  + " held.")
          .source("linux: `check_func_arg`, ARG_PTR_TO_SPIN_LOCK (6.18)")
          .message("can't spin_{lock,unlock} in rbtree cb");

  public static final Rule TWO_KINDS =
      Rule.id("lock.two-kinds")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("keep one of the locks")
          .documentation(
              "A type has one lock, plain or resilient: which of them guards its containers must be"
                  + " clear.")
          .source("linux: `btf_parse_fields` (6.18)")
          .message("{struct} has both a bpf_spin_lock and a bpf_res_spin_lock");

  public static final Rule MAP_WITHOUT_TYPES =
      Rule.id("lock.map-without-types")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("give the map's key and value types with __type")
          .documentation("Nothing says where in the map's values there is a lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("{holder} has to have BTF in order to use bpf_spin_lock");

  public static final Rule OFFSET_NOT_CONSTANT =
      Rule.id("lock.offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the lock with a constant offset")
          .documentation("Which lock is taken must be known.")
          .source("linux: `process_spin_lock` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_spin_lock has to be at the constant"
                  + " offset");

  public static final Rule NO_LOCK_IN_MAP =
      Rule.id("lock.no-lock-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("declare one lock in the map's value type, in a map kind that allows it")
          .documentation("The map's value type has no lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("{holder} has no valid bpf_spin_lock");

  public static final Rule NO_LOCK_IN_OBJECT =
      Rule.id("lock.no-lock-in-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("declare a lock as a direct member of the object's struct")
          .documentation("The object's type has no lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("{holder} has no valid bpf_spin_lock");

  public static final Rule WRONG_OFFSET =
      Rule.id("lock.wrong-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the lock member itself")
          .documentation("The pointer leads into the right object, but not to its lock.")
          .source("linux: `process_spin_lock` (6.18)")
          .message("off {offset} doesn't point to 'struct bpf_spin_lock' that is at {there}");

  public static final Rule TRACING =
      Rule.id("lock.tracing-program")
          .category(Category.POLICY)
          .suggestion("use a map without a lock, or another program type")
          .documentation(
              "A tracing program may interrupt whoever holds the lock, and would then wait for"
                  + " ever.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("tracing progs cannot use bpf_spin_lock yet");

  public static final Rule SOCKET_FILTER =
      Rule.id("lock.socket-filter-program")
          .category(Category.POLICY)
          .suggestion("use a map without a lock, or a tc program")
          .documentation("Socket filters may be loaded by users without privileges.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("socket filter progs cannot use bpf_spin_lock yet");

  private LockRules() {}
}
