package mortise.plugin.ownership.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What lists and trees ask of a container and of a node, in the words of the family at hand.
///
/// @param expectsContainer it lies in a map value, a global or an owned object
/// @param containerOffset which container is meant is known
/// @param containerNotFound there is one where the pointer leads
/// @param otherLockHeld the lock held is the one beside it
/// @param lockNotHeld the lock beside it is held
/// @param nodeOffset which node is meant is known
/// @param nodeNotFound there is one where the pointer leads
/// @param wrongType the node's struct is the one that the container's tag names
/// @param wrongMember the node is the member that the container's tag names
/// @param tracing programs that interrupt those who hold locks have no containers
public record GraphRules(
    Rule expectsContainer,
    Rule containerOffset,
    Rule containerNotFound,
    Rule otherLockHeld,
    Rule lockNotHeld,
    Rule nodeOffset,
    Rule nodeNotFound,
    Rule wrongType,
    Rule wrongMember,
    Rule tracing) {
  /// @param noun what such a container is called, `head`
  /// @param collection what it is the beginning of, `list`
  /// @param container the struct type of the container
  /// @param node the struct type of the node
  public static GraphRules of(
      String family, String noun, String collection, String container, String node) {
    return new Words(family, noun, collection, container, node).rules();
  }

  private record Words(
      String family, String noun, String collection, String container, String node) {
    GraphRules rules() {
      return new GraphRules(
          expectsContainer(),
          offset(noun, container, "Which " + collection + " is meant must be known."),
          notFound(noun, container),
          otherLockHeld(),
          lockNotHeld(),
          offset("node", node, "Which node is meant must be known."),
          notFound("node", node),
          wrongType(),
          wrongMember(),
          tracing());
    }

    private Rule.Builder rule(String name, Category category) {
      return Rule.id(family + "." + name).category(category);
    }

    private Rule expectsContainer() {
      return rule("expects-" + noun, Category.CALL_TYPE_SAFETY)
          .suggestion(
              "pass a " + noun + " in a map value, in an owned object or in a private section")
          .documentation(
              "A "
                  + collection
                  + " lives in a map value, a global, or an object that this program owns; what a"
                  + " borrowed object holds is somebody else's.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_LIST_HEAD, _RB_ROOT (6.18)")
          .message("{arg} expected pointer to map value or allocated object");
    }

    private Rule offset(String of, String field, String why) {
      return rule(of + "-offset-not-constant", Category.CALL_TYPE_SAFETY)
          .suggestion("address the " + of + " with a constant offset")
          .documentation(why)
          .source("linux: `__process_kf_arg_ptr_to_graph_root`, `_node` (6.18)")
          .message(
              "{register} doesn't have constant offset. "
                  + field
                  + " has to be at the constant offset");
    }

    private Rule notFound(String of, String field) {
      return rule(of + "-not-found", Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the " + field + " member")
          .documentation("The pointer does not lead to a " + collection + " " + of + ".")
          .source("linux: `__process_kf_arg_ptr_to_graph_root`, `_node` (6.18)")
          .message(field + " not found at offset={offset}");
    }

    private Rule otherLockHeld() {
      return rule("other-lock-held", Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock in the same object, map value or section as this " + noun)
          .documentation(
              "A "
                  + collection
                  + " is guarded by the lock in the same allocation, and by no other: another CPU"
                  + " may be changing it under its own lock right now.")
          .source("linux: `check_reg_allocation_locked` (6.18)")
          .message(
              "held lock and object are not in the same allocation\n"
                  + "bpf_spin_lock at off={guard.offset} must be held for {field}");
    }

    private Rule lockNotHeld() {
      return rule("lock-not-held", Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("take the lock beside this " + noun + " first")
          .documentation(
              "A "
                  + collection
                  + " is shared between CPUs. Every operation, even a look at the first object,"
                  + " needs the lock that lies in the same map value, global section or object.")
          .source("linux: `check_reg_allocation_locked` (6.18)")
          .message("bpf_spin_lock at off={guard.offset} must be held for {field}");
    }

    private Rule wrongType() {
      return rule("wrong-node-type", Category.CALL_TYPE_SAFETY)
          .suggestion("add an object of the struct that the " + noun + "'s __contains names")
          .documentation(
              "Whoever takes from the "
                  + collection
                  + " will take what comes for the struct that the "
                  + noun
                  + "'s tag names.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message(
              "operation on {container} expects arg#1 {node} at offset={expected.offset} in struct"
                  + " {expected.struct}, but arg is at offset={actual.offset} in struct"
                  + " {actual.struct}");
    }

    private Rule wrongMember() {
      return rule("wrong-node-member", Category.CALL_TYPE_SAFETY)
          .suggestion("link through the member that the " + noun + "'s __contains names")
          .documentation(
              "An object may have several nodes; each "
                  + collection
                  + " uses the one that its tag names.")
          .source("linux: `__process_kf_arg_ptr_to_graph_node` (6.18)")
          .message(
              "arg#1 offset={actual.offset}, but expected {node} at offset={expected.offset} in"
                  + " struct {expected.struct}");
    }

    private Rule tracing() {
      return rule("tracing-program", Category.POLICY)
          .suggestion("use another program type, for example tc or syscall")
          .documentation(
              "A tracing program may interrupt whoever holds the "
                  + collection
                  + "'s lock, and would then wait for ever.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("tracing progs cannot use bpf_{list_head,rb_root} yet");
    }
  }
}
