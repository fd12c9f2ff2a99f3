package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with refcounts.
final class LinuxRefcountRules {
  static final Rule NOT_AN_OBJECT =
      Rule.id("refcount.not-an-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer to an allocated object")
          .documentation(
              "Only references to objects of the program's own types can be taken again.")
          .source("linux 6.18: check_kfunc_args; semantics 5.2")
          .message("{arg} is neither owning or non-owning ref");

  static final Rule NO_REFCOUNT =
      Rule.id("refcount.no-refcount")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_refcount to the type")
          .documentation("An object has several owners only if it counts them.")
          .source("linux 6.18: check_kfunc_args; semantics 5.2")
          .message("{arg} doesn't point to a type with bpf_refcount field");

  static final Rule TWO_NODES =
      Rule.id("refcount.two-nodes")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("add a struct bpf_refcount to the type")
          .documentation("What can be on a list and in a tree at once must be shared.")
          .source("linux 6.18: btf_parse_fields; semantics 1.6")
          .message("{type} has bpf_list_node and bpf_rb_node, and no bpf_refcount");

  private LinuxRefcountRules() {}
}
