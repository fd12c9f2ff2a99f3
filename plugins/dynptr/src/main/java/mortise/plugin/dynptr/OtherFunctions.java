package mortise.plugin.dynptr;

import java.util.List;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Declarations;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Result;

/// Functions that are about something else and take dynptrs. Programs with them can only be judged.
final class OtherFunctions {
  private static final String WAITS =
      "Copies what user space has into a dynptr; waits for it if need be.";

  private OtherFunctions() {}

  static void declare(Declarations in) {
    crypt(in, "bpf_crypto_encrypt", "Encrypts");
    crypt(in, "bpf_crypto_decrypt", "Decrypts");
    attribute(in, "bpf_get_file_xattr", "file");
    attribute(in, "bpf_get_dentry_xattr", "dentry");
    var set = attributes(in, "bpf_set_dentry_xattr", "dentry");
    set.scalar("flags");
    set.prototype(
            "int bpf_set_dentry_xattr(struct dentry *dentry, const char *name__str,"
                + " const struct bpf_dynptr *value_p, int flags)")
        .documentation("Sets an extended attribute.");
    cgroup(in);
    for (var what : List.of("kernel", "user")) {
      probe(in, "bpf_probe_read_" + what + "_dynptr", "Copies memory into a dynptr.");
      probe(in, "bpf_probe_read_" + what + "_str_dynptr", "Copies text into a dynptr.");
    }
    for (var what : List.of("", "_str")) {
      probe(in, "bpf_copy_from_user" + what + "_dynptr", WAITS).sleeps();
      var name = "bpf_copy_from_user_task" + what + "_dynptr";
      var ofTask = probe(in, name, WAITS).sleeps().refusesNull();
      ofTask.host("tsk", "task_struct");
      ofTask.prototype(prototype(name, ", struct task_struct *tsk"));
    }
  }

  /// Source: linux `bpf_probe_read_user_dynptr` and its like (6.18).
  private static FunctionBuilder probe(Declarations in, String name, String does) {
    var function = in.function(name);
    function.slot("dptr", Dynptrs.ANY, true);
    function.scalar("off");
    function.scalar("size");
    function.ignored("unsafe_ptr__ign");
    return function.returns(Result.scalar()).prototype(prototype(name, "")).documentation(does);
  }

  private static String prototype(String name, String more) {
    return "int %s(struct bpf_dynptr *dptr, __u32 off, __u32 size, const void *unsafe_ptr__ign%s)"
        .formatted(name, more);
  }

  /// Source: linux `crypt_kfunc_btf_ids` (6.18).
  private static void crypt(Declarations in, String name, String does) {
    var function = in.function(name).callableFrom("tc", "xdp");
    function.host("ctx", "bpf_crypto_ctx", Ownership.RCU);
    function.slot("src", Dynptrs.ANY, true);
    function.slot("dst", Dynptrs.ANY, true);
    function.parameter("siv__nullable", new Parameter.Slot(Dynptrs.ANY, true, false, true));
    function
        .returns(Result.scalar())
        .prototype(
            "int "
                + name
                + "(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *src,"
                + " const struct bpf_dynptr *dst, const struct bpf_dynptr *siv__nullable)")
        .documentation(does + " what one dynptr leads to into another.");
  }

  private static void attribute(Declarations in, String name, String object) {
    attributes(in, name, object)
        .prototype(
            "int %s(struct %s *%s, const char *name__str, struct bpf_dynptr *value_p)"
                .formatted(name, object, object))
        .documentation("Reads an extended attribute.");
  }

  /// Source: linux `bpf_fs_kfunc_set_ids` (6.18).
  private static FunctionBuilder attributes(Declarations in, String name, String object) {
    var function = in.function(name).callableFrom("lsm").sleeps();
    function.host(object, object);
    function.parameter("name__str", new Parameter.ConstantString());
    function.slot("value_p", Dynptrs.ANY, true);
    return function.returns(Result.scalar());
  }

  private static void cgroup(Declarations in) {
    var function = in.function("bpf_cgroup_read_xattr");
    function.host("cgroup", "cgroup", Ownership.RCU);
    function.parameter("name__str", new Parameter.ConstantString());
    function.slot("value_p", Dynptrs.ANY, true);
    function
        .returns(Result.scalar())
        .prototype(
            "int bpf_cgroup_read_xattr(struct cgroup *cgroup, const char *name__str,"
                + " struct bpf_dynptr *value_p)")
        .documentation("Reads an extended attribute of a control group.");
  }
}
