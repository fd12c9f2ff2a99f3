package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with locks.
final class LinuxLockRules {
  static final Rule IN_TREE_CALLBACK =
      Rule.id("lock.in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock before the call")
          .documentation(
              "The order of a tree is asked for under the tree's lock, which the "
                  + "callback must leave alone.")
          .source("linux 6.18: check_helper_call; semantics 2.2")
          .message("can't spin_{lock,unlock} in rbtree cb");

  static final Rule RES_IN_TREE_CALLBACK =
      Rule.id("lock.res-in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock before the call")
          .documentation("As `lock.in-tree-callback`, for resilient locks.")
          .source("linux 6.18: check_kfunc_call; semantics 2.2")
          .message("can't res_spin_{lock,unlock} in rbtree cb");

  static final Rule WRONG_POINTER =
      Rule.id("lock.wrong-pointer")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a lock in a map value or an object")
          .documentation("Locks live in map values and in objects that the program owns.")
          .source("linux 6.18: check_reg_type; semantics 2.1")
          .message("{arg} type={type} expected=map_value, ptr_");

  static final Rule RES_WRONG_POINTER =
      Rule.id("lock.res-wrong-pointer")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a lock in a map value or an object")
          .documentation("As `lock.wrong-pointer`, for resilient locks.")
          .source("linux 6.18: check_kfunc_args; semantics 2.1")
          .message("{arg} doesn't point to map value or allocated object");

  static final Rule VARIABLE_OFFSET =
      Rule.id("lock.variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("Which lock is meant must be known, so its offset is one number.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message(
              "{arg} doesn't have constant offset. bpf_spin_lock has to be at the constant offset");

  static final Rule RES_VARIABLE_OFFSET =
      Rule.id("lock.res-variable-offset")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("As `lock.variable-offset`, for resilient locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message(
              "{arg} doesn't have constant offset. bpf_res_spin_lock has to be at the "
                  + "constant offset");

  static final Rule UNTYPED =
      Rule.id("lock.untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the lock is.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("{holder} has to have BTF in order to use bpf_spin_lock");

  static final Rule RES_UNTYPED =
      Rule.id("lock.res-untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("As `lock.untyped`, for resilient locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("{holder} has to have BTF in order to use bpf_res_spin_lock");

  static final Rule NONE_THERE =
      Rule.id("lock.none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("add a struct bpf_spin_lock to the type")
          .documentation("The type pointed into has no lock.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("{holder} has no valid bpf_spin_lock");

  static final Rule RES_NONE_THERE =
      Rule.id("lock.res-none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("add a struct bpf_res_spin_lock to the type")
          .documentation("As `lock.none-there`, for resilient locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("{holder} has no valid bpf_res_spin_lock");

  static final Rule ELSEWHERE =
      Rule.id("lock.elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the lock itself.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("off {offset} doesn't point to 'struct bpf_spin_lock' that is at {there}");

  static final Rule RES_ELSEWHERE =
      Rule.id("lock.res-elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("As `lock.elsewhere`, for resilient locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("off {offset} doesn't point to 'struct bpf_res_spin_lock' that is at {there}");

  static final Rule DEADLOCK =
      Rule.id("lock.deadlock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("do not take a lock twice")
          .documentation("A resilient lock nests with others, not with itself.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("Acquiring the same lock again, AA deadlock detected");

  static final Rule NOT_TAKEN =
      Rule.id("lock.not-taken")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("lock first")
          .documentation("Only a held lock can be released.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("bpf_spin_unlock without taking a lock");

  static final Rule RES_NOT_TAKEN =
      Rule.id("lock.res-not-taken")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("test what bpf_res_spin_lock returned")
          .documentation("Only a held lock can be released; where taking it failed it is not held.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("bpf_res_spin_unlock without taking a lock");

  static final Rule DIFFERENT =
      Rule.id("lock.different")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("unlock through the pointer that was used for locking")
          .documentation("Two lookups of one key count as two locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2, 2.4")
          .message("bpf_spin_unlock of different lock");

  static final Rule RES_DIFFERENT =
      Rule.id("lock.res-different")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("unlock through the pointer that was used for locking")
          .documentation("As `lock.different`, for resilient locks.")
          .source("linux 6.18: process_spin_lock; semantics 2.2, 2.4")
          .message("bpf_res_spin_unlock of different lock");

  static final Rule OUT_OF_ORDER =
      Rule.id("lock.out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock taken last first")
          .documentation("Locks nest.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("bpf_spin_unlock cannot be out of order");

  static final Rule RES_OUT_OF_ORDER =
      Rule.id("lock.res-out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock taken last first")
          .documentation("Locks nest.")
          .source("linux 6.18: process_spin_lock; semantics 2.2")
          .message("bpf_res_spin_unlock cannot be out of order");

  static final Rule HELD =
      Rule.id("lock.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("unlock first")
          .documentation("A lock must be released on every path, by the program that took it.")
          .source("linux 6.18: check_resource_leak; semantics 2.3")
          .message("{boundary} cannot be used inside bpf_spin_lock-ed region");

  static final Rule CALL_INSIDE =
      Rule.id("lock.call-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it before locking or after unlocking")
          .documentation("Only functions made for it may be called while a lock is held.")
          .source("linux 6.18: check_helper_call, check_kfunc_call; semantics 2.3")
          .message("function calls are not allowed while holding a lock");

  static final Rule GLOBAL_CALL_INSIDE =
      Rule.id("lock.global-call-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("make the function static")
          .documentation("A global function is verified on its own and knows nothing of the lock.")
          .source("linux 6.18: check_func_call; semantics 2.3")
          .message(
              "global function calls are not allowed while holding a lock,\nuse static "
                  + "function instead");

  static final Rule TWO_KINDS =
      Rule.id("lock.two-kinds")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use one of them")
          .documentation("A type has one lock, plain or resilient.")
          .source("linux 6.18: btf_parse_fields; semantics 1.6")
          .message("{type} has both bpf_spin_lock and bpf_res_spin_lock");

  private LinuxLockRules() {}
}
