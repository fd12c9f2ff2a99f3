package mortise.plugin.refcount;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with mainline's counts.
final class LinuxRefcountRules {
  static final Rule NOT_AN_OBJECT =
      Rule.id("refcount.not-an-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer to an object that this program owns or borrows")
          .documentation(
              "Another reference can be taken to an object of the program's own types, by a"
                  + " pointer that owns it or borrows it.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_REFCOUNTED_KPTR (6.18)")
          .message("{arg} is neither owning or non-owning ref");

  static final Rule NOT_COUNTED =
      Rule.id("refcount.not-counted")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_refcount to the object's struct")
          .documentation("An object has several owners only if it counts them.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_REFCOUNTED_KPTR (6.18)")
          .message("{arg} doesn't point to a type with bpf_refcount field");

  static final Rule SHIFTED =
      Rule.id("refcount.shifted-pointer")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("pass the address of the object itself")
          .documentation(
              """
              The reference that comes back is taken for one to the start of the object, but the \\
              function gives back the very pointer that it was passed, and looks for the count as \\
              far behind it as the count lies behind the start of the object. A pointer into the \\
              middle counts up in the wrong place, and what it gives back leads past the object. \\
              Linux 6.18 accepts it (policy `holes=6.18`); 7.2 does not.
              """)
          .source("linux: `check_kfunc_args` (7.2)")
          .message("dereference of modified {type} ptr {register} off={offset} disallowed");

  static final Rule UNTRUSTED =
      Rule.id("refcount.untrusted-pointer")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("take the reference before bpf_rcu_read_unlock")
          .documentation(
              """
              Nothing keeps what an untrusted pointer leads to: the object may be gone, and its \
              memory may hold another one, whose count would be raised. Linux 6.18 refuses pointers \
              that were loaded outside of an RCU read section, but accepts those that were loaded \
              in one and outlived it; 7.2 refuses both. Accepted under the policy `holes=6.18`.
              """)
          .source("linux: `check_kfunc_args`, `type_is_ptr_alloc_obj` (7.2)")
          .message("{arg} is neither owning or non-owning ref");

  static final Rule NODES_OF_TWO_KINDS =
      Rule.id("refcount.nodes-of-two-kinds")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("add a struct bpf_refcount to the struct")
          .documentation(
              "An object that can be on a list and in a tree at once has two owners then, so it"
                  + " must count them.")
          .source("linux: `btf_parse_fields` (6.18)")
          .message("struct {struct} has bpf_list_node and bpf_rb_node but no bpf_refcount");

  private LinuxRefcountRules() {}
}
