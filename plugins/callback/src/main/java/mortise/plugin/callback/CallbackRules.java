package mortise.plugin.callback;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with functions that call back, and with timers.
final class CallbackRules {
  static final Rule NOT_WALKABLE =
      Rule.id("callback.map-kind")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a hash or an array")
          .documentation("Programs, other maps and the like cannot be gone through.")
          .source("linux: `set_map_elem_callback_state` (6.18)")
          .message("callback function not allowed for map");

  static final Rule TRACING =
      Rule.id("timer.tracing-program")
          .category(Category.POLICY)
          .suggestion("use another program type")
          .documentation(
              "A tracing program may interrupt the very code that sets timers, and would wait for"
                  + " its lock for ever.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("tracing progs cannot use bpf_timer yet");

  static final Rule OFFSET_NOT_CONSTANT =
      Rule.id("timer.offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the timer with a constant offset")
          .documentation("Which timer is meant must be known.")
          .source("linux: `process_timer_func` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_timer has to be at the constant"
                  + " offset");

  static final Rule UNTYPED =
      Rule.id("timer.untyped-map")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the timer is.")
          .source("linux: `process_timer_func` (6.18)")
          .message("{holder} has to have BTF in order to use bpf_timer");

  static final Rule NO_TIMER =
      Rule.id("timer.none-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_timer to the map's value type")
          .documentation("The map's value type has no timer.")
          .source("linux: `process_timer_func` (6.18)")
          .message("{holder} has no valid bpf_timer");

  static final Rule WRONG_OFFSET =
      Rule.id("timer.wrong-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the timer member itself")
          .documentation("The pointer leads into the right value, but not to its timer.")
          .source("linux: `process_timer_func` (6.18)")
          .message("off {offset} doesn't point to 'struct bpf_timer' that is at {there}");

  static final Rule OTHER_MAP =
      Rule.id("timer.other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the very map that the timer lies in")
          .documentation(
              "A timer's callback gets the map that the timer was initialised with, and the value"
                  + " that it lies in: they must belong together.")
          .source("linux: `process_timer_func`, `check_func_arg` (6.18)")
          .message(
              "timer pointer in R1 map_uid={uid} doesn't match map pointer in R2"
                  + " map_uid={expected.uid}");

  private CallbackRules() {}
}
