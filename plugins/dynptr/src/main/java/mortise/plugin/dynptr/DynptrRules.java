package mortise.plugin.dynptr;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with dynptrs.
final class DynptrRules {
  static final Rule NOT_ON_STACK =
      Rule.id("dynptr.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable, or the dynptr that was passed in")
          .documentation(
              "A dynptr lies on the stack, where whatever touches it is seen, or is one that was"
                  + " passed to a callback or a global function.")
          .source("linux: `process_dynptr_func` (6.18)")
          .message("{arg} expected pointer to stack or const struct bpf_dynptr");

  static final Rule NO_PLACE =
      Rule.id("dynptr.no-place")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make it in a local variable")
          .documentation(
              "A dynptr is made in two aligned words of the stack, at a known place; one that was"
                  + " passed in cannot be made anew.")
          .source("linux: `is_dynptr_reg_valid_uninit` (6.18)")
          .message("{where}Dynptr has to be an uninitialized dynptr");

  static final Rule NOT_THERE =
      Rule.id("dynptr.not-there")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make the dynptr on every path that leads here")
          .documentation(
              "Only a dynptr can be used that was made, is whole, and whose memory was not given up"
                  + " since.")
          .source("linux: `is_dynptr_reg_valid_init` (6.18)")
          .message("{where}Expected an initialized dynptr as arg #{index}");

  static final Rule OVERWRITTEN =
      Rule.id("dynptr.overwritten")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("submit or discard the record first")
          .documentation("The record that the dynptr stands for could never be given back.")
          .source("linux: `destroy_if_dynptr_stack_slot` (6.18)")
          .message("cannot overwrite referenced dynptr");

  static final Rule WRITTEN_BY_FUNCTION =
      Rule.id("dynptr.written-by-function")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass other memory")
          .documentation(
              "A function that writes into the bytes of a dynptr might use the dynptr meanwhile.")
          .source("linux: `check_stack_range_initialized` (6.18)")
          .message("potential write to dynptr at off={offset} disallowed");

  static final Rule NOT_OWED =
      Rule.id("dynptr.not-owed")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass the dynptr that bpf_ringbuf_reserve_dynptr made, once")
          .documentation("Only what was reserved can be submitted or discarded, and only once.")
          .source("linux: `check_func_arg` (6.18)")
          .message("{where}arg {number} is an unacquired reference");

  static final Rule LENT =
      Rule.id("dynptr.lent")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("let the one who made the dynptr give it up")
          .documentation("What was passed to a callback or a global function is its caller's.")
          .source("linux: `check_func_arg` (6.18)")
          .message("cannot release unowned const bpf_dynptr");

  static final Rule OTHER_MEMORY =
      Rule.id("dynptr.other-memory")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer into a map's value, or to a global variable")
          .documentation(
              "What a dynptr stands for must be there as long as the program runs, whatever becomes"
                  + " of other dynptrs, records and packets.")
          .source("linux: `check_helper_call` (6.18)")
          .message("Unsupported reg type {type} for bpf_dynptr_from_mem data");

  static final Rule PACKET_READ_ONLY =
      Rule.id("dynptr.packet-read-only")
          .category(Category.POLICY)
          .suggestion("use bpf_dynptr_slice")
          .documentation("Not every program may write into packets.")
          .source("linux: `check_special_kfunc` (6.18)")
          .message("the prog does not allow writes to packet data");

  private DynptrRules() {}
}
