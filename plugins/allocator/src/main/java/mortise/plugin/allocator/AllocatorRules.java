package mortise.plugin.allocator;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with allocations.
final class AllocatorRules {
  /// Only structs can be allocated: a type's fields say how it is initialised and destroyed.
  static final Rule TYPE_NOT_STRUCT =
      Rule.id("allocator.type-not-struct")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("allocate a struct that this program's BTF describes")
          .documentation(
              "The number passed must be the BTF id of a struct of this program, as"
                  + " `bpf_core_type_id_local` gives it.")
          .source("linux: `check_special_kfunc` (6.18)")
          .message("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");

  static final Rule PERCPU_TOO_LARGE =
      Rule.id("allocator.percpu-too-large")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("split the struct")
          .documentation("A per-CPU object has at most 512 bytes.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("bpf_percpu_obj_new type size ({size}) is greater than {limit}");

  static final Rule PERCPU_NOT_NUMBERS =
      Rule.id("allocator.percpu-not-numbers")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("keep numbers, and structs and arrays of numbers, in a per-CPU object")
          .documentation(
              "A per-CPU object consists of numbers, structs and arrays of numbers, at most three"
                  + " levels deep.")
          .source("linux: `__btf_type_is_scalar_struct` (6.18)")
          .message("bpf_percpu_obj_new type ID argument must be of a struct of scalars");

  static final Rule PERCPU_SPECIAL_FIELDS =
      Rule.id("allocator.percpu-special-fields")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("move locks, nodes and pointers out of the per-CPU object")
          .documentation("A per-CPU object has no special fields.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("bpf_percpu_obj_new type ID argument must not contain special fields");

  static final Rule PERCPU_TO_DROP =
      Rule.id("allocator.percpu-to-drop")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use bpf_percpu_obj_drop")
          .documentation("Per-CPU objects have a drop function of their own.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} expected for bpf_percpu_obj_drop_impl()");

  static final Rule PLAIN_TO_PERCPU_DROP =
      Rule.id("allocator.plain-to-percpu-drop")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use bpf_obj_drop")
          .documentation("Objects that are not per CPU have a drop function of their own.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} expected for bpf_obj_drop_impl()");

  static final Rule NOT_PERCPU =
      Rule.id("allocator.not-percpu")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("store the object in a __percpu_kptr field, and load it from there")
          .documentation(
              "Per-CPU memory is reached through a pointer that RCU or trust keeps alive: a per-CPU"
                  + " object, once it was exchanged into a map.")
          .source("linux: `check_reg_type, percpu_btf_ptr_types` (6.18)")
          .message("{arg} type={type} expected=percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_");

  static final Rule PERCPU_EMPTY =
      Rule.id("allocator.percpu-empty")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("give the struct a member")
          .documentation("The kernel refuses to allocate nothing for every CPU, without a message.")
          .source("linux: `bpf_mem_alloc_percpu_unit_init` (6.18)")
          .message("bpf_percpu_obj_new type size is 0");

  private AllocatorRules() {}
}
