package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with the object allocator.
final class LinuxAllocatorRules {
  static final Rule TYPE_ID_RANGE =
      Rule.id("allocator.type-id-range")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass bpf_core_type_id_local(struct …)")
          .documentation("The type of a new object is named by the id of a struct, 32 bits wide.")
          .source("linux 6.18: check_kfunc_call; semantics 1.2")
          .message("local type ID argument must be in range [0, U32_MAX]");
  static final Rule NO_TYPES =
      Rule.id("allocator.no-types")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("compile with -g, and load the program with its BTF")
          .documentation("Objects are of the program's own types, so it must bring them.")
          .source("linux 6.18: check_kfunc_call; semantics 1.2")
          .message("bpf_obj_new/bpf_percpu_obj_new requires prog BTF");
  static final Rule NOT_A_STRUCT =
      Rule.id("allocator.not-a-struct")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("allocate a struct")
          .documentation("Only structs can be allocated; unions, ints and unknown ids cannot.")
          .source("linux 6.18: check_kfunc_call; semantics 1.2")
          .message("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");
  static final Rule PERCPU_TOO_LARGE =
      Rule.id("allocator.percpu-too-large")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("split the struct")
          .documentation("A per-CPU object has at most 512 bytes.")
          .source("linux 6.18: check_kfunc_call; semantics 1.2")
          .message("bpf_percpu_obj_new type size ({size}) is greater than {limit}");
  static final Rule PERCPU_NOT_SCALARS =
      Rule.id("allocator.percpu-not-scalars")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("keep numbers, and structs and arrays of numbers, in a per-CPU object")
          .documentation("A per-CPU object consists of numbers, at most four levels deep.")
          .source("linux 6.18: __btf_type_is_scalar_struct; semantics 1.2")
          .message("bpf_percpu_obj_new type ID argument must be of a struct of scalars");
  static final Rule PERCPU_SPECIAL_FIELDS =
      Rule.id("allocator.percpu-special-fields")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("move locks, nodes and pointers out of the per-CPU object")
          .documentation("A per-CPU object has no special fields.")
          .source("linux 6.18: check_kfunc_call; semantics 1.2")
          .message("bpf_percpu_obj_new type ID argument must not contain special fields");
  static final Rule PERCPU_TO_DROP =
      Rule.id("allocator.percpu-to-drop")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use bpf_percpu_obj_drop")
          .documentation("Per-CPU objects have a drop function of their own.")
          .source("linux 6.18: check_kfunc_args; semantics 1.4")
          .message("{arg} expected for bpf_percpu_obj_drop_impl()");
  static final Rule PLAIN_TO_PERCPU_DROP =
      Rule.id("allocator.plain-to-percpu-drop")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use bpf_obj_drop")
          .documentation("Objects that are not per CPU have a drop function of their own.")
          .source("linux 6.18: check_kfunc_args; semantics 1.4")
          .message("{arg} expected for bpf_obj_drop_impl()");
  static final Rule NOT_ALLOCATED =
      Rule.id("allocator.not-allocated")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass what bpf_obj_new returned")
          .documentation("Only objects from the allocator can be dropped.")
          .source("linux 6.18: check_kfunc_args; semantics 1.4")
          .message("{arg} expected pointer to allocated object");
  static final Rule NOT_REFERENCED =
      Rule.id("allocator.not-referenced")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("drop the pointer that owns the object")
          .documentation("Only a pointer that owns the object can be dropped.")
          .source("linux 6.18: check_kfunc_args; semantics 1.4")
          .message("allocated object must be referenced");
  static final Rule NOT_PERCPU =
      Rule.id("allocator.not-percpu")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("store the object in a __percpu_kptr field, and load it from there")
          .documentation(
              "Per-CPU memory is reached through a pointer that RCU or trust keeps alive: a per-CPU"
                  + " object, once it was exchanged into a map.")
          .source("linux 6.18: check_reg_type, percpu_btf_ptr_types; semantics 8.5")
          .message("{arg} type={type} expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_");

  private LinuxAllocatorRules() {}
}
