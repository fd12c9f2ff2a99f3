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

  private AllocatorRules() {}
}
