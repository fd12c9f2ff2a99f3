package mortise.plugin.callback;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with work that a task does later.
final class TaskWorkRules {
  static final Rule NOT_IN_MAP =
      Rule.id("task-work.not-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a struct bpf_task_work in a map's value")
          .documentation("What a task does later must be where it is then, too.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} doesn't point to a map value");

  static final Rule OFFSET_NOT_CONSTANT =
      Rule.id("task-work.offset-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("address the struct bpf_task_work with a constant offset")
          .documentation("Which work is meant must be known.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message(
              "{register} doesn't have constant offset. bpf_task_work has to be at the constant"
                  + " offset");

  static final Rule NONE_IN_MAP =
      Rule.id("task-work.none-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("add a struct bpf_task_work to the map's value type")
          .documentation("The map's value type has none.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message("{holder} has no valid bpf_task_work");

  static final Rule WRONG_OFFSET =
      Rule.id("task-work.wrong-offset")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the struct bpf_task_work itself")
          .documentation("The pointer leads into the right value, but not to its work.")
          .source("linux: `check_map_field_pointer` (6.18)")
          .message("off {offset} doesn't point to 'struct bpf_task_work' that is at {there}");

  static final Rule OTHER_MAP =
      Rule.id("task-work.other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the very map that the work lies in")
          .documentation(
              "The callback gets the map that was named, and the value that the work lies in: they"
                  + " must belong together.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message(
              "bpf_task_work pointer in R2 map_uid={uid} doesn't match map pointer in R3"
                  + " map_uid={expected.uid}");

  private TaskWorkRules() {}
}
