package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with functions that call back.
final class LinuxCallbackRules {
  static final Rule WRONG_CONTEXT =
      Rule.id("callback.wrong-context")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable, or NULL")
          .documentation("A callback's context lies on the stack.")
          .source("linux 6.18: check_reg_type; semantics 10.1")
          .message("{arg} type={type} expected=fp");

  static final Rule MAP_KIND =
      Rule.id("callback.map-kind")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a hash or an array")
          .documentation("Not every map can be walked.")
          .source("linux 6.18: map_set_for_each_callback_args; semantics 10.1")
          .message("callback function not allowed for map");

  static final Rule TIMER_NOT_IN_MAP =
      Rule.id("callback.timer-not-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("put the timer into a map value")
          .documentation("What runs later must outlive the program.")
          .source("linux 6.18: process_timer_func; semantics 10.6")
          .message("{arg} doesn't point to a map value");

  static final Rule TIMER_UNTYPED =
      Rule.id("callback.timer-untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the timer is.")
          .source("linux 6.18: process_timer_func; semantics 10.6")
          .message("{holder} has to have BTF in order to use bpf_timer");

  static final Rule TIMER_NONE_THERE =
      Rule.id("callback.timer-none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("add a struct bpf_timer to the value")
          .documentation("The value has no timer.")
          .source("linux 6.18: process_timer_func; semantics 10.6")
          .message("{holder} has no valid bpf_timer");

  static final Rule TIMER_ELSEWHERE =
      Rule.id("callback.timer-elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the timer itself.")
          .source("linux 6.18: process_timer_func; semantics 10.6")
          .message("off {offset} doesn't point to 'struct bpf_timer' that is at {there}");

  static final Rule TIMER_OTHER_MAP =
      Rule.id("callback.timer-other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the map that the timer lies in")
          .documentation("A timer keeps its map alive, so it must be that map.")
          .source("linux 6.18: process_timer_func; semantics 10.6")
          .message(
              "timer pointer in R1 map_uid={uid} doesn't match map pointer in R2 "
                  + "map_uid={expected.uid}");

  static final Rule WQ_NOT_IN_MAP =
      Rule.id("callback.wq-not-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("put the work queue into a map value")
          .documentation("What runs later must outlive the program.")
          .source("linux 6.18: process_wq_func; semantics 10.6")
          .message("{arg} doesn't point to a map value");

  static final Rule WQ_UNTYPED =
      Rule.id("callback.wq-untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the work queue is.")
          .source("linux 6.18: process_wq_func; semantics 10.6")
          .message("{holder} has to have BTF in order to use bpf_wq");

  static final Rule WQ_NONE_THERE =
      Rule.id("callback.wq-none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("add a struct bpf_wq to the value")
          .documentation("The value has no work queue.")
          .source("linux 6.18: process_wq_func; semantics 10.6")
          .message("{holder} has no valid bpf_wq");

  static final Rule WQ_ELSEWHERE =
      Rule.id("callback.wq-elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the work queue itself.")
          .source("linux 6.18: process_wq_func; semantics 10.6")
          .message("off {offset} doesn't point to 'struct bpf_wq' that is at {there}");

  static final Rule WQ_OTHER_MAP =
      Rule.id("callback.wq-other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the map that the work queue lies in")
          .documentation("A work queue keeps its map alive, so it must be that map.")
          .source("linux 6.18: process_wq_func; semantics 10.6")
          .message(
              "workqueue pointer in R1 map_uid={uid} doesn't match map pointer in R2 "
                  + "map_uid={expected.uid}");

  static final Rule WORK_NOT_IN_MAP =
      Rule.id("callback.work-not-in-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("put the task work into a map value")
          .documentation("What runs later must outlive the program.")
          .source("linux 6.18: process_task_work_func; semantics 10.6")
          .message("{arg} doesn't point to a map value");

  static final Rule WORK_UNTYPED =
      Rule.id("callback.work-untyped")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare the map with key and value types")
          .documentation("Without a type nobody knows where the task work is.")
          .source("linux 6.18: process_task_work_func; semantics 10.6")
          .message("{holder} has to have BTF in order to use bpf_task_work");

  static final Rule WORK_NONE_THERE =
      Rule.id("callback.work-none-there")
          .category(Category.MEMORY_SAFETY)
          .suggestion("add a struct bpf_task_work to the value")
          .documentation("The value has no task work.")
          .source("linux 6.18: process_task_work_func; semantics 10.6")
          .message("{holder} has no valid bpf_task_work");

  static final Rule WORK_ELSEWHERE =
      Rule.id("callback.work-elsewhere")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The pointer must lead to the task work itself.")
          .source("linux 6.18: process_task_work_func; semantics 10.6")
          .message("off {offset} doesn't point to 'struct bpf_task_work' that is at {there}");

  static final Rule WORK_OTHER_MAP =
      Rule.id("callback.work-other-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the map that the task work lies in")
          .documentation("A task work keeps its map alive, so it must be that map.")
          .source("linux 6.18: process_task_work_func; semantics 10.6")
          .message(
              "bpf_task_work pointer in R2 map_uid={uid} doesn't match map pointer in "
                  + "R3 map_uid={expected.uid}");

  private LinuxCallbackRules() {}
}
