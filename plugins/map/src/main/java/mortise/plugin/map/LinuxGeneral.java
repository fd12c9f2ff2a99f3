package mortise.plugin.map;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter.Memory;
import mortise.spi.Parameter.Size;
import mortise.spi.Result;
import mortise.spi.runtime.Implementation;

/// Helpers that every program may call: clocks, numbers, who and where.
public final class LinuxGeneral implements HelperFamily {
  /// One less than the most CPUs that a kernel is built for (`CONFIG_NR_CPUS`).
  private static final long LAST_CPU = 8191;

  private static final long NANOSECONDS_A_JIFFY = 4_000_000;

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("general", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    number(
        in,
        5,
        "bpf_ktime_get_ns",
        "Nanoseconds since the start, without the time asleep.",
        call -> call.machine().nanoseconds());
    number(
        in,
        125,
        "bpf_ktime_get_boot_ns",
        "Nanoseconds since the start, the time asleep included.",
        call -> call.machine().nanoseconds());
    number(
        in,
        118,
        "bpf_jiffies64",
        "Ticks of 4 milliseconds since the start.",
        call -> call.machine().nanoseconds() / NANOSECONDS_A_JIFFY);
    number(
        in,
        14,
        "bpf_get_current_pid_tgid",
        "The process's id in the upper 32 bits, the thread's in the lower.",
        call -> {
          var process = ProcessHandle.current().pid();
          return process << 32 | (Thread.currentThread().threadId() & 0xffff_ffffL);
        });
    number(
        in,
        15,
        "bpf_get_current_uid_gid",
        "The group's id in the upper 32 bits, the user's in the lower; here always 0.",
        call -> 0);
    in.helper(7, "bpf_get_prandom_u32")
        .returns(Result.scalar())
        .prototype("__u32 bpf_get_prandom_u32(void)")
        .documentation("A pseudo-random number of 32 bits.")
        .runs(call -> call.machine().random() & 0xffff_ffffL);
    in.helper(8, "bpf_get_smp_processor_id")
        .returns(Result.scalar(0, LAST_CPU))
        .prototype("__u32 bpf_get_smp_processor_id(void)")
        .documentation("The number of the CPU that the program runs on.")
        .runs(call -> call.machine().cpu());
    print(in);
  }

  private static void number(
      Declarations in, int id, String name, String documentation, Implementation implementation) {
    in.helper(id, name)
        .returns(Result.scalar())
        .prototype("__u64 " + name + "(void)")
        .documentation(documentation)
        .runs(implementation);
  }

  private static void print(Declarations in) {
    var function = in.helper(6, "bpf_trace_printk");
    function.parameter("format", new Memory(false, false));
    function.parameter("size", new Size(false));
    function.ignored("first");
    function.ignored("second");
    function.ignored("third");
    function
        .gplOnly()
        .returns(Result.scalar())
        .prototype("long bpf_trace_printk(const char *format, __u32 size, ...)")
        .documentation("Writes a line to the kernel's trace; at most three numbers in it.");
  }
}
