package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.RCU;

import java.util.List;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.Result;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.Machine;

/// Sets of CPUs: the kernel's, which can be read, and those that programs make.
///
/// Source: linux `cpumask_kfunc_btf_ids` (6.18).
public final class CpumaskFamily implements HelperFamily {
  static final String OWN = "bpf_cpumask";
  static final String ANY = "cpumask";
  private static final String[] PROGRAMS = {
    "tracing", "tracepoint", "perf_event", "lsm", "struct_ops", "syscall"
  };

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("cpumask", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.host(HostType.of(OWN).releasedBy(Machine::drop));
    in.host(HostType.of(ANY));
    in.function("bpf_cpumask_create")
        .callableFrom(PROGRAMS)
        .returns(Kernel.acquired(OWN))
        .prototype("struct bpf_cpumask *bpf_cpumask_create(void)")
        .documentation("A new set without CPUs; null if there is no memory.")
        .runs(Cpumasks::create);
    var acquire = in.function("bpf_cpumask_acquire");
    acquire.host("cpumask", OWN);
    acquire
        .callableFrom(PROGRAMS)
        .returns(Result.hostObject(OWN).acquired())
        .prototype("struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *cpumask)")
        .documentation("Takes a reference.")
        .runs(Cpumasks::acquire);
    Kernel.release(in, "bpf_cpumask_release", OWN, Cpumasks::release).callableFrom(PROGRAMS);
    numbers(in);
    changes(in);
    combinations(in);
  }

  private static void numbers(Declarations in) {
    query(in, "bpf_cpumask_first", "__u32", 1, Cpumasks::first);
    query(in, "bpf_cpumask_first_zero", "__u32", 1, Cpumasks::firstZero);
    query(in, "bpf_cpumask_first_and", "__u32", 2, Cpumasks::firstAnd);
    query(in, "bpf_cpumask_any_distribute", "__u32", 1, Cpumasks::first);
    query(in, "bpf_cpumask_any_and_distribute", "__u32", 2, Cpumasks::firstAnd);
    query(in, "bpf_cpumask_weight", "__u32", 1, Cpumasks::weight);
    query(in, "bpf_cpumask_empty", "bool", 1, Cpumasks::empty);
    query(in, "bpf_cpumask_full", "bool", 1, Cpumasks::full);
    query(in, "bpf_cpumask_equal", "bool", 2, Cpumasks::equal);
    query(in, "bpf_cpumask_intersects", "bool", 2, Cpumasks::intersects);
    query(in, "bpf_cpumask_subset", "bool", 2, Cpumasks::subset);
    var test = in.function("bpf_cpumask_test_cpu");
    test.scalar("cpu");
    test.host("cpumask", ANY, RCU);
    test.callableFrom(PROGRAMS)
        .returns(Result.scalar())
        .prototype("bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *cpumask)")
        .documentation("Whether the CPU is in the set.")
        .runs(Cpumasks::test);
  }

  private static void query(
      Declarations in, String name, String type, int masks, Implementation runtime) {
    var f = in.function(name);
    f.host("src1", ANY, RCU);
    if (masks == 2) {
      f.host("src2", ANY, RCU);
    }
    f.callableFrom(PROGRAMS)
        .returns(Result.scalar())
        .prototype(
            "%s %s(const struct cpumask *src1%s)"
                .formatted(type, name, masks == 2 ? ", const struct cpumask *src2" : ""))
        .documentation("Looks at the CPUs of a set, or of two.")
        .runs(runtime);
  }

  private static void changes(Declarations in) {
    for (var name :
        List.of(
            "bpf_cpumask_set_cpu",
            "bpf_cpumask_clear_cpu",
            "bpf_cpumask_test_and_set_cpu",
            "bpf_cpumask_test_and_clear_cpu")) {
      boolean tests = name.contains("test");
      var f = in.function(name);
      f.scalar("cpu");
      f.host("cpumask", OWN, RCU);
      result(f, tests)
          .callableFrom(PROGRAMS)
          .prototype(
              "%s %s(__u32 cpu, struct bpf_cpumask *cpumask)"
                  .formatted(tests ? "bool" : "void", name))
          .documentation("Puts a CPU into the set, or takes it out.")
          .runs(call -> Cpumasks.change(call, name.contains("set_cpu")));
    }
    for (var name : List.of("bpf_cpumask_setall", "bpf_cpumask_clear")) {
      var f = in.function(name);
      f.host("cpumask", OWN, RCU);
      f.callableFrom(PROGRAMS)
          .returns(Result.nothing())
          .prototype("void %s(struct bpf_cpumask *cpumask)".formatted(name))
          .documentation("Puts all CPUs into the set, or takes them out.")
          .runs(call -> Cpumasks.fill(call, name.endsWith("setall")));
    }
  }

  private static FunctionBuilder result(FunctionBuilder f, boolean tests) {
    return f.returns(tests ? Result.scalar() : Result.nothing());
  }

  private static void combinations(Declarations in) {
    for (var name : List.of("bpf_cpumask_and", "bpf_cpumask_or", "bpf_cpumask_xor")) {
      var f = in.function(name);
      f.host("dst", OWN, RCU);
      f.host("src1", ANY, RCU);
      f.host("src2", ANY, RCU);
      boolean tests = name.endsWith("_and");
      result(f, tests)
          .callableFrom(PROGRAMS)
          .prototype(
              "%s %s(struct bpf_cpumask *dst, const struct cpumask *src1,"
                      .formatted(tests ? "bool" : "void", name)
                  + " const struct cpumask *src2)")
          .documentation("Makes one set out of two.")
          .runs(call -> Cpumasks.combine(call, name));
    }
    var copy = in.function("bpf_cpumask_copy");
    copy.host("dst", OWN, RCU);
    copy.host("src", ANY, RCU);
    copy.callableFrom(PROGRAMS)
        .returns(Result.nothing())
        .prototype("void bpf_cpumask_copy(struct bpf_cpumask *dst, const struct cpumask *src)")
        .documentation("Makes one set like another.")
        .runs(Cpumasks::copy);
  }
}
