package mortise.plugin.list;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with lists.
final class ListRules {
  static final Rule EXPECTS_HEAD =
      Rule.id("list.expects-head")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a head in a map value, in an owned object or in a private section")
          .documentation(
              "A list lives in a map value, a global, or an object that this program owns; a"
                  + " borrowed object's lists are somebody else's.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_LIST_HEAD (6.18)")
          .message("{arg} expected pointer to map value or allocated object");

  static final Rule HEAD_OFFSET =
      Rule.id("list.head-offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the head with a constant offset")
          .documentation("Which list is meant must be known.")
          .source("linux: `__process_kf_arg_ptr_to_graph_root` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_list_head has to be at the constant"
                  + " offset");

  static final Rule HEAD_NOT_FOUND =
      Rule.id("list.head-not-found")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the bpf_list_head member")
          .documentation("The pointer does not lead to a list head.")
          .source("linux: `__process_kf_arg_ptr_to_graph_root` (6.18)")
          .message("bpf_list_head not found at offset={offset}");

  /// The lock beside the head must be held; here one of another object is.
  static final Rule OTHER_LOCK_HELD =
      Rule.id("list.other-lock-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock in the same object, map value or section as this head")
          .documentation(
              "A list is guarded by the lock in the same allocation, and by no other: another"
                  + " CPU may be changing it under its own lock right now.")
          .source("linux: `check_reg_allocation_locked` (6.18)")
          .message(
              "held lock and object are not in the same allocation\n"
                  + "bpf_spin_lock at off={guard.offset} must be held for {field}");

  /// The lock beside the head must be held.
  static final Rule LOCK_NOT_HELD =
      Rule.id("list.lock-not-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock beside this head first")
          .documentation(
              "Lists are shared between CPUs. Every operation, even a look at the front, needs the"
                  + " lock that lies in the same map value, global section or object.")
          .source("linux: `check_reg_allocation_locked` (6.18)")
          .message("bpf_spin_lock at off={guard.offset} must be held for {field}");

  static final Rule NODE_OFFSET =
      Rule.id("list.node-offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the node with a constant offset")
          .documentation("Which node is meant must be known.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_list_node has to be at the constant"
                  + " offset");

  static final Rule NODE_NOT_FOUND =
      Rule.id("list.node-not-found")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the bpf_list_node member")
          .documentation("The pointer does not lead to a list node.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message("bpf_list_node not found at offset={offset}");

  static final Rule WRONG_TYPE =
      Rule.id("list.wrong-node-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add an object of the struct that the head's __contains names")
          .documentation(
              "Whoever pops from the list will take what comes for the struct that the head's tag"
                  + " names.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message(
              "operation on {container} expects arg#1 {node} at offset={expected.offset} in struct"
                  + " {expected.struct}, but arg is at offset={actual.offset} in struct"
                  + " {actual.struct}");

  static final Rule WRONG_MEMBER =
      Rule.id("list.wrong-node-member")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("link through the member that the head's __contains names")
          .documentation(
              "An object may have several nodes; each list uses the one that its tag names.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message(
              "arg#1 offset={actual.offset}, but expected {node} at offset={expected.offset} in"
                  + " struct {expected.struct}");

  static final Rule TRACING =
      Rule.id("list.tracing-program")
          .category(Category.POLICY)
          .suggestion("use another program type, for example tc or syscall")
          .documentation(
              "A tracing program may interrupt whoever holds the list's lock, and would then wait"
                  + " for ever.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("tracing progs cannot use bpf_{list_head,rb_root} yet");

  private ListRules() {}
}
