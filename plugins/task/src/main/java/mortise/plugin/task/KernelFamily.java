package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.RCU;
import static mortise.plugin.ownership.api.Ownership.TRUSTED;
import static mortise.plugin.ownership.api.Ownership.UNTRUSTED;
import static mortise.plugin.ownership.api.Ownership.inRcu;
import static mortise.spi.Access.FIELD;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Access;
import mortise.spi.Access.Case;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.runtime.Machine;

/// What a pointer is worth that is loaded from one of the kernel's objects.
///
/// A pointer without qualifiers, for which nothing is owed, is one of the old kind: it can be read,
/// and nobody vouches for it.
///
/// Source: linux `check_ptr_to_btf_access`, `type_is_rcu`, `type_is_trusted` (6.18).
public final class KernelFamily implements HelperFamily {
  /// Members that are never null, and that RCU keeps.
  private static final List<String> KEPT =
      List.of(
          "task_struct.cpus_ptr",
          "task_struct.cgroups",
          "task_struct.real_parent",
          "task_struct.group_leader",
          "cgroup.kn",
          "css_set.dfl_cgrp",
          "cgroup_subsys_state.cgroup");

  /// Members that RCU keeps where they are not null.
  private static final List<String> KEPT_OR_NULL =
      List.of("mm_struct.exe_file", "mm_struct.owner", "sk_buff.sk", "request_sock.sk");

  /// Members that live as long as what they are members of.
  private static final List<String> LIVING =
      List.of(
          "bpf_iter_meta.seq",
          "bpf_iter__task.meta",
          "bpf_iter__task.task",
          "linux_binprm.file",
          "file.f_inode");

  private static final List<String> LIVING_OR_NULL = List.of("socket.sk", "dentry.d_inode");

  private static final String SEQUENCE = "seq_file";
  private static final Result POINTEE = Result.pointeeOf(FIELD);

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("kernel", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    LIVING.forEach(member -> walk(in, member, alive(), POINTEE.qualified(TRUSTED)));
    LIVING_OR_NULL.forEach(
        member -> walk(in, member, alive(), POINTEE.orNull().qualified(TRUSTED)));
    KEPT.forEach(member -> walk(in, member, keptNow(), POINTEE.qualified(RCU)));
    KEPT_OR_NULL.forEach(member -> walk(in, member, keptNow(), POINTEE.orNull().qualified(RCU)));
    in.walk(others());
    in.globalTag("trusted", TRUSTED);
    in.globalTag("untrusted", UNTRUSTED);
    sequences(in);
    HostIterators.declare(in);
    Writable.declare(in);
    Casts.declare(in);
    tested(in);
  }

  /// What iterators write for whoever reads their files.
  ///
  /// Source: linux `bpf_seq_printf_proto`, `bpf_seq_write_proto` (6.18).
  private static void sequences(Declarations in) {
    in.host(HostType.of(SEQUENCE));
    var print = in.helper(126, "bpf_seq_printf");
    print.host("m", SEQUENCE);
    print.parameter("fmt", new Parameter.Memory(false, false));
    print.parameter("fmt_size", new Parameter.Size(false));
    print.parameter("data", new Parameter.Memory(false, true));
    print.parameter("data_len", new Parameter.Size(true));
    print
        .callableFrom("tracing:trace_iter")
        .gplOnly()
        .prototype(
            "long bpf_seq_printf(struct seq_file *m, const char *fmt, __u32 fmt_size,"
                + " const void *data, __u32 data_len)")
        .documentation("Writes formatted text for whoever reads.");
    var write = in.helper(127, "bpf_seq_write");
    write.host("m", SEQUENCE);
    write.parameter("data", new Parameter.Memory(false, false));
    write.parameter("len", new Parameter.Size(true));
    write
        .callableFrom("tracing:trace_iter")
        .gplOnly()
        .prototype("long bpf_seq_write(struct seq_file *m, const void *data, __u32 len)")
        .documentation("Writes bytes for whoever reads.");
  }

  /// What the kernel has for tests of pointers that maps own.
  ///
  /// Source: linux `test_sk_check_kfunc_ids` (6.18).
  private static void tested(Declarations in) {
    for (var type : List.of("prog_test_ref_kfunc", "prog_test_member")) {
      in.host(HostType.of(type).releasedBy(Machine::drop));
      var name = type.equals("prog_test_member") ? "memb_release" : "test_release";
      Kernel.release(
              in,
              "bpf_kfunc_call_" + name,
              type,
              call -> {
                call.machine().drop(call.argument(0));
                return 0;
              })
          .callableFrom("sched_cls", "tracing", "tracepoint", "perf_event", "lsm", "syscall");
    }
  }

  private static void walk(Declarations in, String member, Condition when, Result gives) {
    int dot = member.indexOf('.');
    in.walk(
        member.substring(0, dot), member.substring(dot + 1), Access.loads(new Case(when, gives)));
  }

  /// What the member is one of is known to live.
  private static Condition alive() {
    return all(
        not(FIELD.has(UNTRUSTED)), any(FIELD.isReferenced(), FIELD.has(TRUSTED), FIELD.has(RCU)));
  }

  private static Condition keptNow() {
    return all(alive(), inRcu());
  }

  private static Access others() {
    var elsewhere = any(FIELD.isTagged("user"), FIELD.isTagged("percpu"));
    return Access.loads(
        new Case(not(FIELD.leadsToStruct()), Result.memory(0, true).qualified(UNTRUSTED)),
        new Case(FIELD.has(UNTRUSTED), POINTEE.qualified(UNTRUSTED)),
        // Neither can be read where it points.
        new Case(elsewhere, Result.scalar()),
        new Case(FIELD.isInUnion(), POINTEE.qualified(UNTRUSTED)),
        new Case(not(alive()), POINTEE),
        new Case(not(inRcu()), POINTEE.qualified(UNTRUSTED)),
        new Case(FIELD.isTagged("rcu"), POINTEE.orNull().qualified(RCU)),
        new Case(always(), POINTEE));
  }
}
