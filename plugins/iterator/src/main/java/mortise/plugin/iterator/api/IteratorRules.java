package mortise.plugin.iterator.api;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with open-coded iterators, whatever they go through.
public final class IteratorRules {
  public static final Rule NOT_ON_STACK =
      Rule.id("iterator.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation(
              "Iterators live on the stack, where the verifier sees whatever touches it.")
          .source("linux: `process_iter_arg` (6.18)")
          .message("{arg} expected pointer to an iterator on stack");

  /// A live iterator would be lost, and with it the way to destroy it.
  public static final Rule IN_USE =
      Rule.id("iterator.in-use")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("destroy the iterator first, or use another variable")
          .documentation(
              "An iterator is made where none is. A live one that is made again would be lost, and"
                  + " whatever it holds with it.")
          .source("linux: `process_iter_arg`, `is_iter_reg_valid_uninit` (6.18)")
          .message("{where}expected uninitialized {slot} as arg #{index}");

  public static final Rule NOT_THERE =
      Rule.id("iterator.not-there")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make the iterator with its _new function on every path that leads here")
          .documentation(
              "Only a live iterator can be advanced or destroyed: made, not destroyed since, its"
                  + " bytes not written over.")
          .source("linux: `process_iter_arg`, `is_iter_reg_valid_init` (6.18)")
          .message("{where}expected an initialized {slot} as arg #{index}");

  /// What the iterator walks may be gone once its read section is left.
  public static final Rule SECTION_ENDED =
      Rule.id("iterator.section-ended")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("keep the whole iteration inside one read section")
          .documentation(
              "What the iterator walks is protected by the read section that it was made in.")
          .source("linux: `is_iter_reg_valid_init` (6.18)")
          .message("expected an RCU CS when using {function}");

  private IteratorRules() {}
}
