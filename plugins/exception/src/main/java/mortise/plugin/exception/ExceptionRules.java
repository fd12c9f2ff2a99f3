package mortise.plugin.exception;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with exceptions.
final class ExceptionRules {
  static final Rule COOKIE_RANGE =
      Rule.id("exception.cookie-range")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("throw a value that the program may return, or name an exception callback")
          .documentation(
              """
              Without an exception callback the cookie becomes what the program returns, and so must \
              be something that it may return. 6.18 does not look at what global functions throw, \
              and so lets any value out; that is accepted only where its holes are wanted.
              """)
          .source("linux: `check_return_code` (6.18)")
          .message(
              "At program exit the register {register} has{bounds} should have been in [{lowest},"
                  + " {highest}]");

  static final Rule THROWN_IN_CALLBACK =
      Rule.id("exception.thrown-in-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("stop the iteration with what the callback returns, and throw afterwards")
          .documentation(
              "The function that calls back would never get to an end: what it holds, locks and"
                  + " references, would stay with it.")
          .source("linux: `check_max_stack_depth_subprog` (6.18)")
          .message(
              "bpf_throw kfunc (insn {at}) cannot be called from callback subprog {subprogram}");

  static final Rule SEVERAL_CALLBACKS =
      Rule.id("exception.several-callbacks")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("keep one of the tags")
          .documentation("A program has one exception callback.")
          .source("linux: `bpf_find_exception_callback_insn_off` (6.18)")
          .message("multiple exception callback tags for main subprog");

  static final Rule NO_SUCH_CALLBACK =
      Rule.id("exception.no-such-callback")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("define the function that the tag names")
          .documentation("The tag must name a function of the same object.")
          .source("linux: `bpf_find_exception_callback_insn_off` (6.18)")
          .message("exception callback '{name}' could not be found in BTF");

  static final Rule CALLBACK_NOT_GLOBAL =
      Rule.id("exception.callback-not-global")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("leave `static` away")
          .documentation("An exception callback is verified on its own, as global functions are.")
          .source("linux: `bpf_find_exception_callback_insn_off` (6.18)")
          .message("exception callback '{name}' must have global linkage");

  static final Rule CALLBACK_PARAMETERS =
      Rule.id("exception.callback-parameters")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("declare it as `int name(__u64 cookie)`")
          .documentation("An exception callback is given the cookie and nothing else.")
          .source("linux: `do_check_common` (6.18)")
          .message("exception cb only supports single integer argument");

  static final Rule CALLBACK_CALLED =
      Rule.id("exception.callback-called")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("call another function that does the same")
          .documentation(
              "The frame in which an exception callback runs is the program's own: it returns from"
                  + " the program, not to whoever called it.")
          .source("linux: `check_max_stack_depth_subprog` (6.18)")
          .message("insn {at} cannot call exception cb directly");

  static final Rule TAIL_CALL_IN_CALLBACK =
      Rule.id("exception.tail-call-in-callback")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("return from the exception callback")
          .documentation("There is no frame of the program left that a tail call could replace.")
          .source("linux: `check_max_stack_depth_subprog` (6.18)")
          .message("cannot tail call within exception cb");

  private ExceptionRules() {}
}
