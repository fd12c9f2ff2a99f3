package mortise.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mortise.kernel.bpf.Attributes;
import mortise.kernel.bpf.Bpf;
import mortise.kernel.bpf.Errno;
import mortise.object.BpfObject;
import mortise.object.ObjectFormatException;

/// The kernel that this machine runs, as a second opinion on programs. They are loaded, never
/// attached and never run, and are gone at once.
public final class RunningKernel {
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

  /// `r0 = 0; exit`, which every kernel takes from whoever may load programs at all.
  private static final long[] TRIVIAL = {0xb7, 0x95};

  private final Bpf bpf;
  private final String release;
  private final KernelTypes types;

  private RunningKernel(Bpf bpf, String release, KernelTypes types) {
    this.bpf = bpf;
    this.release = release;
    this.types = types;
  }

  /// The kernel.
  ///
  /// @throws UnavailableException if it cannot be asked: this is no Linux, or programs may not be
  ///   loaded here
  public static RunningKernel open() throws UnavailableException {
    Bpf bpf =
        Bpf.find()
            .orElseThrow(
                () ->
                    new UnavailableException(
                        "there is no kernel to ask: bpf(2) is Linux's, and this is %s on %s"
                            .formatted(
                                System.getProperty("os.name", ""),
                                System.getProperty("os.arch", ""))));
    refusal(bpf)
        .ifPresent(
            problem -> {
              throw new UnavailableException("the kernel cannot be asked: " + problem);
            });
    try {
      String release = Files.readString(RELEASE).strip();
      return new RunningKernel(bpf, release, KernelTypes.read(release));
    } catch (IOException | ObjectFormatException e) {
      throw new UnavailableException("the kernel's types cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> refusal(Bpf bpf) {
    try (var arena = Arena.ofConfined()) {
      var attributes =
          new Attributes(arena, 48)
              .word(0, 3) // sched_cls, which unprivileged users may not load
              .word(4, TRIVIAL.length)
              .pointer(8, arena.allocateFrom(ValueLayout.JAVA_LONG, TRIVIAL))
              .text(16, "GPL");
      Bpf.Result result = bpf.call(Bpf.PROGRAM_LOAD, attributes);
      if (!result.failed()) {
        bpf.close(result.value());
        return Optional.empty();
      }
      return Optional.of(
          switch (result.errno()) {
            case Errno.EPERM ->
                "loading programs needs root, or CAP_BPF with CAP_PERFMON and CAP_NET_ADMIN";
            case Errno.ENOSYS -> "it has no bpf(2)";
            default -> "bpf(2) says " + Errno.name(result.errno());
          });
    }
  }

  /// Its version, such as `6.18.3`.
  public String release() {
    return release;
  }

  /// Reads an object and gives the kernel its types.
  ///
  /// @throws ObjectFormatException if it cannot be read, is not a BPF object, or does not fit this
  ///   kernel
  public KernelObject load(Path file) {
    return load(BpfObject.load(file, types.options()));
  }

  /// Gives the kernel the types of an object, which is used as it is.
  public KernelObject load(BpfObject object) {
    return new KernelObject(bpf, types, object);
  }
}
