package mortise.kernel.bpf;

/// A command of `bpf(2)` that failed.
public final class BpfException extends Exception {
  private static final long serialVersionUID = 1;

  private final int errno;

  public BpfException(String what, int errno) {
    super("%s: %s".formatted(what, Errno.name(errno)));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
