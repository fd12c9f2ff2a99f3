package mortise.plugin.prototype;

import java.util.ArrayList;
import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Result;

/// Helpers that do not fit into a line of a table.
final class Unlisted {
  private static final String TASK = "task_struct";

  /// Functions in which no lock is held that following a path takes.
  ///
  /// Source: linux `btf_allowlist_d_path` (6.18).
  private static final List<String> PATHS =
      List.of(
          "security_file_permission",
          "security_inode_getattr",
          "security_file_open",
          "security_path_truncate",
          "vfs_truncate",
          "vfs_fallocate",
          "dentry_open",
          "vfs_getattr",
          "filp_close");

  private Unlisted() {}

  static void declare(Declarations in) {
    in.helper(0, "bpf_unspec")
        .callableFrom("nobody")
        .returns(Result.scalar())
        .prototype("long bpf_unspec(void)")
        .documentation("No helper: the number that none has.");
    path(in);
    findArea(in);
    trap(in);
    metadata(in, "timestamp", "__u64 *timestamp", "When the packet was received.");
    metadata(in, "hash", "__u32 *hash, enum xdp_rss_hash_type *rss_type", "The packet's hash.");
    metadata(in, "vlan_tag", "__be16 *vlan_proto, __u16 *vlan_tci", "The packet's VLAN.");
  }

  private static void trap(Declarations in) {
    in.function("__bpf_trap")
        .requires(PrototypeRules.TRAP, Condition.any())
        .returns(Result.nothing())
        .prototype("void __bpf_trap(void)")
        .documentation("Where compilers come to that do not know how to go on.");
  }

  private static void metadata(Declarations in, String what, String parameters, String gives) {
    var f = in.function("bpf_xdp_metadata_rx_" + what);
    f.requires(PrototypeRules.NEEDS_DEVICE, Condition.any());
    f.parameter("ctx", new Parameter.ContextOr("xdp_md", "xdp_buff"));
    for (var parameter : parameters.split(", ", -1)) {
      f.notNull(parameter.substring(parameter.lastIndexOf('*') + 1));
    }
    f.returns(Result.scalar())
        .prototype(
            "int bpf_xdp_metadata_rx_%s(const struct xdp_md *ctx, %s)".formatted(what, parameters))
        .documentation(gives + " As the device found out that the program is for.");
  }

  private static void path(Declarations in) {
    var where = new ArrayList<>(List.of("tracing:trace_iter", "lsm"));
    for (var function : PATHS) {
      for (var way : List.of("trace_fentry", "trace_fexit", "modify_return")) {
        where.add("tracing:" + way + ":" + function);
      }
    }
    var f = in.helper(147, "bpf_d_path");
    f.requires(PrototypeRules.NOT_IN_PROBE, Condition.inProgram(where.toArray(String[]::new)));
    f.host("path", "path");
    f.parameter("buf", new Parameter.Memory(true, false));
    f.parameter("sz", new Parameter.Size(true));
    f.callableFrom("tracing", "lsm")
        .returns(Result.scalar())
        .prototype("long bpf_d_path(struct path *path, char *buf, __u32 sz)")
        .documentation("The path as text: its length, or an error.");
  }

  private static void findArea(Declarations in) {
    var f = in.helper(180, "bpf_find_vma");
    var task = f.host("task", TASK);
    f.anything("addr");
    var callback = f.subprogram("callback_fn");
    var context = f.parameter("callback_ctx", new Parameter.StackOrNull());
    f.anything("flags");
    f.invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Passed(task),
                    new Invocation.Host("vm_area_struct", List.of()),
                    new Invocation.Passed(context))
                .returning(0, 1))
        .returns(Result.scalar())
        .prototype(
            "long bpf_find_vma(struct task_struct *task, __u64 addr, void *callback_fn,"
                + " void *callback_ctx, __u64 flags)")
        .documentation(
            "Calls back with the part of the task's memory that the address is in; an error if it"
                + " is in none.");
  }
}
