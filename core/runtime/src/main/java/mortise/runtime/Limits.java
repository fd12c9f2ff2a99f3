package mortise.runtime;

/// How much a machine may use.
///
/// @param memory bytes of the address space, bookkeeping included
/// @param steps instructions of one run, callbacks included
/// @param mayGoto how often one frame may pass its `may_goto` instructions
public record Limits(long memory, long steps, long mayGoto) {
  /// 256 MiB, 10⁹ instructions, and the kernel's `BPF_MAX_LOOPS`.
  public static final Limits DEFAULT = new Limits(256L << 20, 1_000_000_000L, 8L << 20);

  public Limits {
    if (memory > 1L << 40) {
      throw new IllegalArgumentException("a machine has at most 1 TiB of memory");
    }
    if (memory <= 0 || steps <= 0 || mayGoto < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public Limits withMemory(long bytes) {
    return new Limits(bytes, steps, mayGoto);
  }

  public Limits withSteps(long instructions) {
    return new Limits(memory, instructions, mayGoto);
  }
}
