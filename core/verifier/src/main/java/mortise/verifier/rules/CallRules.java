package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Calls and their arguments.
public final class CallRules {
  public static final Rule NULL_ARGUMENT =
      Rule.id("call.nullable-argument")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("compare with NULL first")
          .documentation("The function uses the pointer without looking.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("Possibly NULL pointer passed to trusted arg{index}");

  public static final Rule NOT_SCALAR =
      Rule.id("call.argument-not-scalar")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a number")
          .documentation("The function needs a number.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{register} is not a scalar");

  public static final Rule NOT_CONSTANT =
      Rule.id("call.argument-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a number that is known when the program is compiled")
          .documentation("What the function does is decided before the program runs.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{register} must be a known constant");

  public static final Rule SIZE_NOT_CONSTANT =
      Rule.id("call.size-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a size that is known when the program is compiled")
          .documentation("How much memory the function gives is known before the program runs.")
          .source("linux: `check_func_arg` (6.18)")
          .message("{register} is not a known constant'");

  public static final Rule STRING_NOT_CONSTANT =
      Rule.id("call.string-not-constant")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a string literal")
          .documentation(
              "The function reads a string to its end; one that somebody may change may lose its"
                  + " end meanwhile.")
          .source("linux: `check_reg_const_str` (6.18)")
          .message("{register} does not point to a readonly map'");

  public static final Rule STRING_ADDRESS_UNKNOWN =
      Rule.id("call.string-address-unknown")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a string that begins where it is known when the program is verified")
          .documentation("Which string is meant must be known, to see where it ends.")
          .source("linux: `check_reg_const_str` (6.18)")
          .message("{register} is not a constant address'");

  public static final Rule STRING_NOT_TERMINATED =
      Rule.id("call.string-not-terminated")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("end the string with a zero byte")
          .documentation("The function reads a string up to the zero that ends it.")
          .source("linux: `check_reg_const_str` (6.18)")
          .message("string is not zero-terminated");

  public static final Rule NOT_A_STRING =
      Rule.id("call.argument-not-string")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a string literal")
          .documentation("The function reads a string to its end.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} doesn't point to a const string");

  public static final Rule NOT_A_MAP =
      Rule.id("call.argument-not-map")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a map")
          .documentation("The function works on a map.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("pointer in {register} isn't map pointer");

  public static final Rule TYPE_RANGE =
      Rule.id("call.type-id-range")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the id of a struct of this program")
          .documentation("Type ids are 32-bit numbers.")
          .source("linux: `check_special_kfunc` (6.18)")
          .message("local type ID argument must be in range [0, U32_MAX]");

  public static final Rule NOT_CONTEXT =
      Rule.id("call.argument-not-context")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the context as the program got it")
          .documentation("The function works on the context.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} expected pointer to ctx, but got {type}");

  public static final Rule UNTRUSTED =
      Rule.id("reference.untrusted-argument")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion(
              "pass a pointer that is owned here; after a release or an unlock it is only a number")
          .documentation("The function needs something that is known to live.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{register} must be referenced or trusted");

  public static final Rule NOT_RCU =
      Rule.id("reference.not-rcu-argument")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that is owned or protected here")
          .documentation("The function needs something that is known to live.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{register} must be a rcu pointer");

  public static final Rule RELEASE_OFFSET =
      Rule.id("reference.release-at-offset")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass the pointer to the start of the object")
          .documentation("Only a whole object can be released.")
          .source("linux: `check_func_arg_reg_off` (6.18)")
          .message(
              "{register} must have zero offset when passed to release func or trusted arg to"
                  + " kfunc");

  public static final Rule ZERO_SIZE =
      Rule.id("call.zero-size")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make sure that the size is not zero")
          .documentation("The function needs at least one byte.")
          .source("linux: `check_mem_size_reg` (6.18)")
          .message("{register} invalid zero-sized read: u64=[{umin},{umax}]");

  public static final Rule NEGATIVE_SIZE =
      Rule.id("call.negative-size")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make the size unsigned or mask it")
          .documentation("A size must not be negative.")
          .source("linux: `check_mem_size_reg` (6.18)")
          .message("{register} min value is negative, either use unsigned or 'var &= const'");

  public static final Rule UNBOUNDED_SIZE =
      Rule.id("call.unbounded-size")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("compare the size with the room there is")
          .documentation("A size must be bounded.")
          .source("linux: `check_mem_size_reg` (6.18)")
          .message("{register} unbounded memory access, use 'var &= const' or 'if (var < const)'");

  public static final Rule SIZE_NOT_NUMBER =
      Rule.id("call.size-not-number")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the size of the memory after it")
          .documentation("What is no number says nothing of how much memory there is.")
          .source("linux: `get_kfunc_ptr_arg_type` (6.18)")
          .message("arg#{index} pointer type UNKNOWN  must point to scalar, or struct with scalar");

  public static final Rule MEMORY_PAIR =
      Rule.id("call.memory-pair")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass memory of at least that size, which may be written")
          .documentation("The function reads and writes as much memory as the size says.")
          .source("linux: `check_kfunc_mem_size_reg` (6.18)")
          .message("{why}arg#{index} arg#{next} memory, len pair leads to invalid memory access");

  public static final Rule EMPTY_ARGUMENT =
      Rule.id("call.empty-argument")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a function that belongs to this kind of map")
          .documentation("A map without keys, or without values, has none that could be passed.")
          .source("linux: `check_stack_range_initialized` (6.18)")
          .message("invalid zero-sized read");

  public static final Rule UNKNOWN_HELPER =
      Rule.id("call.helper-unknown")
          .category(Category.POLICY)
          .suggestion("call a function that this semantics has; `mortise families` lists them")
          .documentation("No family that is installed has such a helper.")
          .source("linux: `check_helper_call` (6.18)")
          .message("invalid func {function}#{id}");

  public static final Rule HELPER_NOT_AVAILABLE =
      Rule.id("call.helper-not-available")
          .category(Category.POLICY)
          .suggestion("use another program type, or another function")
          .documentation("Not every type of program may call every helper.")
          .source("linux: `check_helper_call` (6.18)")
          .message("program of this type cannot use helper {function}#{id}");

  public static final Rule UNKNOWN_FUNCTION =
      Rule.id("call.function-unknown")
          .category(Category.POLICY)
          .suggestion("install the plugin that brings this function, or use another semantics")
          .documentation(
              "A kernel function is brought by a family; none that is installed has this one.")
          .source("linux: `fetch_kfunc_meta` (6.18)")
          .message(
              "no family has the kernel function {function}; installed are: {families}\n"
                  + "calling kernel function {function} is not allowed");

  public static final Rule FUNCTION_NOT_AVAILABLE =
      Rule.id("call.function-not-available")
          .category(Category.POLICY)
          .suggestion("use another program type, or another function")
          .documentation("Not every type of program may call every function.")
          .source("linux: `fetch_kfunc_meta` (6.18)")
          .message("calling kernel function {function} is not allowed");

  public static final Rule NEEDS_GPL =
      Rule.id("call.needs-gpl")
          .category(Category.POLICY)
          .suggestion("declare a GPL-compatible licence, or call another function")
          .documentation("The function is for GPL-compatible programs only.")
          .source("linux: `check_helper_call` (6.18)")
          .message("cannot call GPL-restricted function from non-GPL compatible program");

  public static final Rule KERNEL_FUNCTION_NEEDS_GPL =
      Rule.id("call.kernel-function-needs-gpl")
          .category(Category.POLICY)
          .suggestion("declare a GPL-compatible licence")
          .documentation("Kernel functions are for GPL-compatible programs only.")
          .source("linux: `add_kfunc_call` (6.18)")
          .message("cannot call kernel function from non-GPL compatible program");

  public static final Rule MIGHT_SLEEP =
      Rule.id("call.might-sleep")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it from a sleepable program")
          .documentation("A program that interrupts others may not sleep.")
          .source("linux: `check_helper_call` (6.18)")
          .message("helper call might sleep in a non-sleepable prog");

  public static final Rule FUNCTION_MIGHT_SLEEP =
      Rule.id("call.function-might-sleep")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it from a sleepable program")
          .documentation("A program that interrupts others may not sleep.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("program must be sleepable to call sleepable kfunc {function}");

  public static final Rule SLEEPS_IN_REGION =
      Rule.id("call.sleeps-in-region")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave the region first")
          .documentation("Inside such a region nothing may sleep.")
          .source("linux: `check_helper_call` (6.18)")
          .message("sleepable helper {function}#{id} in {region}");

  public static final Rule FUNCTION_SLEEPS_IN_REGION =
      Rule.id("call.function-sleeps-in-region")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave the region first")
          .documentation("Inside such a region nothing may sleep.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("kernel func {function} is sleepable within {region}");

  public static final Rule GLOBAL_MIGHT_SLEEP =
      Rule.id("call.global-function-might-sleep")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it where sleeping is allowed")
          .documentation(
              "A global function that calls what may sleep is itself one that may sleep.")
          .source("linux: `check_func_call` (6.18)")
          .message(
              """
              global functions that may sleep are not allowed in non-sleepable context,
              i.e., in a RCU/IRQ/preempt-disabled section, or in
              a non-sleepable BPF program context\
              """);

  public static final Rule GLOBAL_ARGUMENT =
      Rule.id("call.global-function-argument")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass what the prototype promises, or make the function static")
          .documentation("A global function is verified for any arguments that fit its prototype.")
          .source("linux: `btf_check_func_arg_match` (6.18)")
          .message("{why}Caller passes invalid args into func#{subprogram} ('{function}')");

  public static final Rule GLOBAL_PROTOTYPE =
      Rule.id("call.global-function-prototype")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion(
              "use numbers, contexts and pointers to plain memory, or make the function static")
          .documentation("A global function is verified by its prototype alone.")
          .source("linux: `btf_prepare_func_args` (6.18)")
          .message("{why}");

  public static final Rule PACKET_ARGUMENT =
      Rule.id("call.packet-argument")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("copy the bytes to the stack first")
          .documentation("The function may not read packets.")
          .source("linux: `check_helper_mem_access` (6.18)")
          .message("helper access to the packet is not allowed");

  public static final Rule TOO_DEEP =
      Rule.id("call.too-deep")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("nest fewer calls, and no recursion")
          .documentation("At most 8 frames may be open at a time.")
          .source("linux: `setup_func_entry` (6.18)")
          .message("the call stack of {frames} frames is too deep");

  public static final Rule CHAIN_TOO_DEEP =
      Rule.id("call.chain-too-deep")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("nest fewer calls, and no recursion")
          .documentation(
              "A chain of calls through functions that are verified on their own is too long.")
          .source("linux: `check_max_stack_depth` (6.18)")
          .message("the call stack of {frames} frames is too deep !");

  public static final Rule LEAVES_DEEP =
      Rule.id("call.leaves-deep")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("make the tail call from the program itself, or use less stack above it")
          .documentation(
              "A tail call keeps the frames of its callers, and the program that it leads to may"
                  + " make one too: no more than 255 bytes may be taken above a function that makes"
                  + " one.")
          .source("linux: `check_max_stack_depth_subprog` (6.18)")
          .message(
              "tail_calls are not allowed when call stack of previous frames is {size} bytes. Too"
                  + " large");

  public static final Rule STACK_TOO_LARGE =
      Rule.id("call.stack-too-large")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use less stack, or put large data in a map")
          .documentation(
              "All frames that are open at a time share 512 bytes. In programs that others of their"
                  + " kind may interrupt (kprobes, tracepoints, perf events, tracing), frames of 64"
                  + " bytes and more do not count.")
          .source("linux: `check_max_stack_depth` (6.18)")
          .message("combined stack size of {calls} calls is {size}. Too large");

  public static final Rule NOT_A_FUNCTION =
      Rule.id("call.argument-not-function")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a static function")
          .documentation("The function calls back.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("arg{index} expected pointer to func");

  public static final Rule POISONED_CALL =
      Rule.id("call.unresolved")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("compile against types that have what is asked for")
          .documentation("The call stands where a relocation could not be resolved.")
          .source("linux: `check_helper_call` (6.18)")
          .message("invalid func unknown#{id}\n{why}");

  public static final Rule MAP_FOR_SLEEPERS =
      Rule.id("map.not-for-sleepable")
          .category(Category.POLICY)
          .suggestion("use one of these maps, or a program that does not sleep")
          .documentation(
              "What a program finds in some kinds of map may go away while the program sleeps.")
          .source("linux: `check_map_prog_compatibility` (6.18)")
          .message("Sleepable programs can only use array, hash, ringbuf and local storage maps");

  public static final Rule UNKNOWN_MAP =
      Rule.id("map.unknown-type")
          .category(Category.POLICY)
          .suggestion("install the plugin that brings this kind of map")
          .documentation(
              "A kind of map is brought by a family; none that is installed has this one.")
          .source("")
          .message("no family has maps of type {map.type} ('{map}')");

  public static final Rule UNKNOWN_PROGRAM =
      Rule.id("program.unknown-type")
          .category(Category.POLICY)
          .suggestion("install the plugin that brings this kind of program")
          .documentation(
              "A kind of program is brought by a family; none that is installed has this one.")
          .source("")
          .message("no family has programs of type '{program.type}' (section '{section}')");

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          NULL_ARGUMENT,
          NOT_SCALAR,
          NOT_CONSTANT,
          SIZE_NOT_CONSTANT,
          STRING_NOT_CONSTANT,
          STRING_ADDRESS_UNKNOWN,
          STRING_NOT_TERMINATED,
          NOT_A_STRING,
          NOT_A_MAP,
          TYPE_RANGE,
          NOT_CONTEXT,
          UNTRUSTED,
          NOT_RCU,
          RELEASE_OFFSET,
          ZERO_SIZE,
          EMPTY_ARGUMENT,
          SIZE_NOT_NUMBER,
          MEMORY_PAIR,
          NEGATIVE_SIZE,
          UNBOUNDED_SIZE,
          UNKNOWN_HELPER,
          HELPER_NOT_AVAILABLE,
          UNKNOWN_FUNCTION,
          FUNCTION_NOT_AVAILABLE,
          NEEDS_GPL,
          KERNEL_FUNCTION_NEEDS_GPL,
          MIGHT_SLEEP,
          FUNCTION_MIGHT_SLEEP,
          SLEEPS_IN_REGION,
          FUNCTION_SLEEPS_IN_REGION,
          GLOBAL_MIGHT_SLEEP,
          GLOBAL_ARGUMENT,
          GLOBAL_PROTOTYPE,
          PACKET_ARGUMENT,
          TOO_DEEP,
          CHAIN_TOO_DEEP,
          LEAVES_DEEP,
          STACK_TOO_LARGE,
          NOT_A_FUNCTION,
          POISONED_CALL,
          MAP_FOR_SLEEPERS,
          UNKNOWN_MAP,
          UNKNOWN_PROGRAM);

  private CallRules() {}
}
