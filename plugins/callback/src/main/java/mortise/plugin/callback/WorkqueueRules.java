package mortise.plugin.callback;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with work that runs later.
final class WorkqueueRules {
  static final Rule TRACING =
      Rule.id("workqueue.tracing-program")
          .category(Category.POLICY)
          .suggestion("use another program type")
          .documentation(
              "A tracing program may interrupt the very code that queues work, and would wait for"
                  + " its lock for ever.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("tracing progs cannot use bpf_wq yet");

  static final Rule NOT_IN_MAP =
      Rule.id("workqueue.not-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a struct bpf_wq in a map's value")
          .documentation("What runs later must be where it is then, too.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("arg#0 doesn't point to a map value");

  static final Rule OFFSET_NOT_CONSTANT =
      Rule.id("workqueue.offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the struct bpf_wq with a constant offset")
          .documentation("Which work is meant must be known.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_wq has to be at the constant offset");

  static final Rule NONE_IN_MAP =
      Rule.id("workqueue.none-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_wq to the map's value type")
          .documentation("The map's value type has none.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message("{holder} has no valid bpf_wq");

  static final Rule WRONG_OFFSET =
      Rule.id("workqueue.wrong-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the struct bpf_wq itself")
          .documentation("The pointer leads into the right value, but not to its work.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message("off {offset} doesn't point to 'struct bpf_wq' that is at {there}");

  static final Rule OTHER_MAP =
      Rule.id("workqueue.other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the very map that the work lies in")
          .documentation(
              "The callback gets the map that was named, and the value that the work lies in: they"
                  + " must belong together.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message(
              "workqueue pointer in R1 map_uid={uid} doesn't match map pointer in R2"
                  + " map_uid={expected.uid}");

  private WorkqueueRules() {}
}
