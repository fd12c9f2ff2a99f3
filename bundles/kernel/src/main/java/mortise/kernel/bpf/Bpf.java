package mortise.kernel.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The system call `bpf`, and the two others that go with file descriptors.
public final class Bpf {
  public static final int MAP_CREATE = 0;
  public static final int MAP_UPDATE_ELEMENT = 2;
  public static final int PROGRAM_LOAD = 5;
  public static final int BTF_LOAD = 18;
  public static final int MAP_FREEZE = 22;

  private static final int READ_AND_WRITE = 3;
  private static final int SHARED = 1;

  /// `MAP_FIXED_NOREPLACE`: what is there already is our own memory.
  private static final int AT_ADDRESS = 0x100000;

  private static final StructState STATE = new StructState();

  private final int number;
  private final MethodHandle syscall;
  private final MethodHandle close;
  private final MethodHandle mmap;
  private final MethodHandle munmap;

  private Bpf(int number) {
    this.number = number;
    Linker linker = Linker.nativeLinker();
    Linker.Option errno = Linker.Option.captureCallState("errno");
    syscall =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            errno,
            Linker.Option.firstVariadicArg(1));
    close =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    mmap =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mmap"),
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
            errno);
    munmap =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("munmap"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  /// Where the C library leaves `errno`.
  private static final class StructState {
    final MemoryLayout layout = Linker.Option.captureStateLayout();
    final VarHandle errno = layout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  }

  /// The system call, or nothing where there is none: another system, or an architecture whose
  /// number is not known here.
  public static Optional<Bpf> find() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    OptionalInt number =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> OptionalInt.of(321);
          case "aarch64", "riscv64", "loongarch64" -> OptionalInt.of(280);
          default -> OptionalInt.empty();
        };
    return system.equals("linux") && number.isPresent()
        ? Optional.of(new Bpf(number.getAsInt()))
        : Optional.empty();
  }

  /// What a command gave.
  ///
  /// @param value a file descriptor or 0; -1 if it failed
  /// @param errno 0 if it did not fail
  public record Result(int value, int errno) {
    public boolean failed() {
      return value < 0;
    }

    /// The value.
    ///
    /// @param what was done, for the message
    public int orThrow(String what) throws BpfException {
      if (failed()) {
        throw new BpfException(what, errno);
      }
      return value;
    }
  }

  /// Executes a command.
  public Result call(int command, Attributes attributes) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE.layout);
      long value =
          (long)
              syscall.invokeExact(
                  state,
                  (long) number,
                  command,
                  attributes.memory(),
                  (int) attributes.memory().byteSize());
      return new Result((int) value, value < 0 ? (int) STATE.errno.get(state, 0L) : 0);
    } catch (Throwable e) {
      throw new IllegalStateException("bpf(2) cannot be called", e);
    }
  }

  /// Closes a file descriptor.
  public void close(int descriptor) {
    try {
      int ignored = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) cannot be called", e);
    }
  }

  /// Maps a map's memory for a moment: the kernel then knows where its user has it.
  ///
  /// @param address where to map it; anywhere if 0
  public void touch(int descriptor, long address, long size) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE.layout);
      int flags = SHARED | (address != 0 ? AT_ADDRESS : 0);
      long at =
          (long) mmap.invokeExact(state, address, size, READ_AND_WRITE, flags, descriptor, 0L);
      if (at == -1) {
        throw new BpfException("mmap", (int) STATE.errno.get(state, 0L));
      }
      int ignored = (int) munmap.invokeExact(at, size);
    } catch (BpfException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("mmap(2) cannot be called", e);
    }
  }
}
