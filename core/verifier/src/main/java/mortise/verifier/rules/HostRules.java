package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Objects and functions of the host's, as its own types tell them.
public final class HostRules {
  public static final Rule TYPES_MISSING =
      Rule.id("host.types-missing")
          .category(Category.POLICY)
          .suggestion("name a file with the kernel's types: --btf FILE")
          .documentation(
              """
              What lies behind a pointer to one of the kernel's objects, and what the context of a \
              program is that is attached to one of its functions, only the kernel's types (BTF) \
              tell. They are looked for in the file that is named, or in the running kernel.
              """)
          .source("linux: `bpf_get_btf_vmlinux` (6.18)")
          .message("{why}");

  public static final Rule PROGRAM_NEEDS_GPL =
      Rule.id("program.needs-gpl")
          .category(Category.POLICY)
          .suggestion("declare a GPL-compatible licence")
          .documentation(
              "A program that takes the place of one of the kernel's functions is part of it.")
          .source("linux: `check_struct_ops_btf_id` (6.18)")
          .message("struct ops programs must have a GPL compatible license");

  public static final Rule UNSUPPORTED_MEMBER =
      Rule.id("program.unsupported-member")
          .category(Category.POLICY)
          .suggestion("leave the member out")
          .documentation("Not every function that the struct points to can be a program.")
          .source("linux: `check_struct_ops_btf_id` (6.18)")
          .message("attach to unsupported member {member} of struct {struct}");

  public static final Rule NEEDS_GPL =
      Rule.id("host.needs-gpl")
          .category(Category.POLICY)
          .suggestion("put the program under a licence that is compatible with the GPL")
          .documentation("The kernel's objects are for programs under its licence.")
          .source("linux: `check_ptr_to_btf_access` (6.18)")
          .message("Cannot access kernel 'struct {struct}' from non-GPL compatible program");

  public static final Rule CONTEXT_ARGUMENT =
      Rule.id("context.argument")
          .category(Category.MEMORY_SAFETY)
          .suggestion("load the arguments that the function has, each as a whole")
          .documentation(
              "The context is the arguments of the function that the program is attached to, 8"
                  + " bytes each.")
          .source("linux: `btf_ctx_access` (6.18)")
          .message("{why}\ninvalid bpf_context access off={offset} size={size}");

  public static final Rule NO_SUCH_TARGET =
      Rule.id("context.no-such-target")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("attach the program to a function that this kernel has")
          .documentation("What the context is, the function says that the program is attached to.")
          .source("linux: `bpf_check_attach_target` (6.18)")
          .message("the kernel's types have no '{target}' to attach to ({btf})");

  public static final Rule NOT_AN_OBJECT =
      Rule.id("host.argument-no-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer to such an object")
          .documentation("The function needs one of the kernel's objects.")
          .source("linux: `get_kfunc_ptr_arg_type` (6.18)")
          .message(
              "arg#{index} pointer type STRUCT {expected} must point to scalar, or struct with"
                  + " scalar");

  public static final Rule OTHER_TYPE =
      Rule.id("host.argument-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer to the type that the function is for")
          .documentation("An object of another type is no use to the function.")
          .source("linux: `process_kf_arg_ptr_to_btf_id` (6.18)")
          .message(
              "kernel function {function} args#{index} expected pointer to STRUCT {expected} but"
                  + " {register} has a pointer to STRUCT {actual}");

  public static final Rule UNSAFE =
      Rule.id("host.argument-unsafe")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass a pointer that was compared with NULL and that nobody made up")
          .documentation("The function uses the object without looking whether it is one.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("{arg} is {type} expected ptr_ or socket");

  public static final Rule HELPER_TYPE =
      Rule.id("host.helper-argument-type")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a pointer to the type that the helper is for")
          .documentation("An object of another type is no use to the helper.")
          .source("linux: `check_reg_type` (6.18)")
          .message("{register} is of type {actual} but {expected} is expected");

  public static final Rule MAY_BE_WRITTEN =
      Rule.id("host.may-be-written")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass memory of the program's own: a copy on the stack")
          .documentation("Helpers that may write get no memory of the kernel's.")
          .source("linux: `check_reg_type` (6.18)")
          .message("{function}() may write into memory pointed by {register} type={type}");

  public static final Rule NOT_OWED =
      Rule.id("host.release-not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("release only what was acquired here, and only once")
          .documentation(
              "A reference that the program does not have is somebody else's: they would use an"
                  + " object that is gone.")
          .source("linux: `check_kfunc_args` (6.18)")
          .message("release kernel function {function} expects refcounted PTR_TO_BTF_ID");

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          TYPES_MISSING,
          NEEDS_GPL,
          PROGRAM_NEEDS_GPL,
          UNSUPPORTED_MEMBER,
          CONTEXT_ARGUMENT,
          NO_SUCH_TARGET,
          NOT_AN_OBJECT,
          OTHER_TYPE,
          UNSAFE,
          HELPER_TYPE,
          MAY_BE_WRITTEN,
          NOT_OWED);

  private HostRules() {}
}
