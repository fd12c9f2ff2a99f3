package mortise.plugin.ownership.api;

import mortise.spi.Category;
import mortise.spi.Rule;

/// Rules that allocators and collections share.
public final class OwnershipRules {
  /// Only an owned object can be given away or given back.
  public static final Rule EXPECTS_OBJECT =
      Rule.id("allocator.expects-allocated-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion(
              "pass an object that an allocation or a pop returned and that is still owned here")
          .documentation(
              """
              Functions that take an object over need one that this program owns: allocated or \
              popped here, checked for null, and not given away since. After it was put into a \
              container the pointer only borrows; after a drop or an unlock it is only a number.
              """)
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_ALLOC_BTF_ID (6.18)")
          .message("{arg} expected pointer to allocated object");

  /// A read section ends on every path.
  public static final Rule IN_READ_SECTION =
      Rule.id("rcu.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_unlock first, on every path")
          .documentation("A read section ends on every path, in the program that began it.")
          .source("linux: `check_resource_leak` (6.18)")
          .message("{boundary} cannot be used inside bpf_rcu_read_lock-ed region");

  /// What RCU protects must be got and used inside a read section.
  public static final Rule NEEDS_READ_SECTION =
      Rule.id("rcu.section-needed")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_lock first")
          .documentation(
              "What the function gives is protected by RCU: outside of a read section it may be"
                  + " gone before it is looked at. Programs that cannot sleep are in a read section"
                  + " as long as they run.")
          .source("linux: `check_kfunc_call`, KF_RCU_PROTECTED (6.18)")
          .message("kernel func {function} requires RCU critical section protection");

  private OwnershipRules() {}
}
