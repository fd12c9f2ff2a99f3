package mortise.kernel.bpf;

import java.util.Map;

/// Names of the errors that `bpf(2)` gives.
///
/// Source: include/uapi/asm-generic/errno-base.h and errno.h.
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int E2BIG = 7;
  public static final int EAGAIN = 11;
  public static final int EINVAL = 22;
  public static final int ENOSPC = 28;
  public static final int ENOSYS = 38;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(E2BIG, "E2BIG"),
          Map.entry(9, "EBADF"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(14, "EFAULT"),
          Map.entry(16, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(24, "EMFILE"),
          Map.entry(ENOSPC, "ENOSPC"),
          Map.entry(34, "ERANGE"),
          Map.entry(ENOSYS, "ENOSYS"),
          Map.entry(95, "EOPNOTSUPP"),
          Map.entry(524, "ENOTSUPP"));

  private Errno() {}

  /// `EINVAL`, or `error 99` for one without a name here.
  public static String name(int errno) {
    return NAMES.getOrDefault(errno, "error " + errno);
  }
}
