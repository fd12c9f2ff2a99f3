package mortise.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mortise.kernel.ProgramImage.Missing;
import mortise.kernel.bpf.Attributes;
import mortise.kernel.bpf.Bpf;
import mortise.kernel.bpf.Errno;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.SourceLine;
import mortise.object.Subprogram;

/// Hands a program to the kernel and closes it again at once.
///
/// The log holds messages and statistics only, not every step: it stays small, however long the
/// verifier is at work, and that is bounded by its own limits.
///
/// Source: `libbpf_prepare_prog_load`, `bpf_object_load_prog` (libbpf 1.6).
final class ProgramLoading {
  private static final int LOAD_SIZE = 152;
  private static final int LOG_TRUE_SIZE = 140;
  private static final int STATISTICS_ONLY = 4;
  private static final int FIRST_LOG = 1 << 16;
  private static final int LARGEST_LOG = 1 << 24;
  private static final int ATTEMPTS = 10;

  private static final int SLEEPABLE = 1 << 4;
  private static final int XDP_FRAGMENTS = 1 << 5;

  private static final Map<String, Integer> FLAGS =
      Map.of(
          "BPF_F_STRICT_ALIGNMENT", 1,
          "BPF_F_ANY_ALIGNMENT", 1 << 1,
          "BPF_F_TEST_RND_HI32", 1 << 2,
          "BPF_F_TEST_STATE_FREQ", 1 << 3,
          "BPF_F_SLEEPABLE", SLEEPABLE,
          "BPF_F_XDP_HAS_FRAGS", XDP_FRAGMENTS,
          "BPF_F_TEST_REG_INVARIANTS", 1 << 7);

  private final Bpf bpf;
  private final KernelTypes kernel;
  private final Program program;
  private final long[] image;

  ProgramLoading(Bpf bpf, KernelTypes kernel, Program program, long[] image) {
    this.bpf = bpf;
    this.kernel = kernel;
    this.program = program;
    this.image = image;
  }

  /// @param types the descriptor of the object's types, -1 if the kernel does not have them
  /// @param lines the string table that line numbers refer to
  /// @param operation what a `struct_ops` program is for; does not matter for others
  KernelVerdict load(int types, BtfEncoder lines, Attachment operation) throws Missing {
    Attachment attachment = attachment(operation);
    int size = FIRST_LOG;
    for (int attempt = 0; ; attempt++) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment log = arena.allocate(size);
        Attributes attributes = attributes(arena, attachment, types, lines);
        attributes.word(24, STATISTICS_ONLY).word(28, size).pointer(32, log);
        Bpf.Result result = bpf.call(Bpf.PROGRAM_LOAD, attributes);
        if (!result.failed()) {
          bpf.close(result.value());
        }
        boolean truncated = result.errno() == Errno.ENOSPC;
        if (attempt < ATTEMPTS && (truncated || result.errno() == Errno.EAGAIN)) {
          int needed = attributes.word(LOG_TRUE_SIZE);
          if (truncated && (needed <= size || needed > LARGEST_LOG)) {
            return new KernelVerdict.Unsupported(
                "the verifier's log is larger than %d bytes".formatted(LARGEST_LOG));
          }
          size = Math.max(size, needed);
          continue;
        }
        return verdict(result, KernelLog.parse(log.getString(0)));
      }
    }
  }

  private static KernelVerdict verdict(Bpf.Result result, KernelLog log) {
    if (!result.failed()) {
      return new KernelVerdict.Accepted(log.instructions(), log.microseconds());
    }
    if (log.reached() || !log.message().isEmpty()) {
      return new KernelVerdict.Rejected(
          log.message(), result.errno(), log.instructions(), log.microseconds());
    }
    return new KernelVerdict.Unsupported(
        "bpf(2) says %s and nothing more".formatted(Errno.name(result.errno())));
  }

  private Attachment attachment(Attachment operation) throws Missing {
    ProgramType type = program.type();
    return switch (type.name()) {
      case "struct_ops" -> {
        if (operation.equals(Attachment.NONE)) {
          throw new Missing("this kernel has no operation that it could be");
        }
        yield operation;
      }
      case "ext" -> throw new Missing("it replaces a function of a program that is not loaded");
      case "unspec" -> throw new Missing("section '%s' names no type".formatted(program.section()));
      case "tracing", "lsm" -> new Attachment(kernel.attachType(type), target(type));
      default -> new Attachment(kernel.attachType(type), 0);
    };
  }

  private int target(ProgramType type) throws Missing {
    if (type.attachName().isEmpty()) {
      throw new Missing("its section does not say what it is attached to");
    }
    return kernel
        .attachTarget(type)
        .orElseThrow(
            () -> new Missing("this kernel has no '%s' to attach to".formatted(type.attachName())));
  }

  private int flags() {
    int flags = program.type().sleepable() ? SLEEPABLE : 0;
    String section = program.section();
    if (section.startsWith("xdp.frags") || section.startsWith("?xdp.frags")) {
      flags |= XDP_FRAGMENTS;
    }
    for (String flag : program.expectations().flags()) {
      flags |= FLAGS.getOrDefault(flag, number(flag));
    }
    return flags;
  }

  private static int number(String flag) {
    try {
      return Integer.decode(flag.toLowerCase(Locale.ROOT));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private Attributes attributes(Arena arena, Attachment attachment, int types, BtfEncoder lines) {
    MemorySegment slots = arena.allocateFrom(ValueLayout.JAVA_LONG, image);
    var attributes =
        new Attributes(arena, LOAD_SIZE)
            .word(0, program.type().id())
            .word(4, image.length)
            .pointer(8, slots)
            .text(16, program.license())
            .word(44, flags())
            .name(48, program.name())
            .word(68, attachment.type())
            .word(108, attachment.target());
    if (types >= 0) {
      attributes.word(72, types);
      functions(attributes, arena);
      lines(attributes, arena, lines);
    }
    return attributes;
  }

  private void functions(Attributes attributes, Arena arena) {
    List<Subprogram> all = program.subprograms();
    if (all.stream().anyMatch(one -> one.function() == 0)) {
      return;
    }
    int[] words = new int[all.size() * 2];
    for (int i = 0; i < all.size(); i++) {
      words[2 * i] = all.get(i).start();
      words[2 * i + 1] = all.get(i).function();
    }
    attributes
        .word(76, 8)
        .pointer(80, arena.allocateFrom(ValueLayout.JAVA_INT, words))
        .word(88, all.size());
  }

  private void lines(Attributes attributes, Arena arena, BtfEncoder strings) {
    List<SourceLine> all = program.lines();
    boolean everywhere =
        program.subprograms().stream()
            .allMatch(one -> all.stream().anyMatch(line -> line.slot() == one.start()));
    if (all.isEmpty() || !everywhere) {
      return;
    }
    int[] words = new int[all.size() * 4];
    for (int i = 0; i < all.size(); i++) {
      SourceLine line = all.get(i);
      words[4 * i] = line.slot();
      words[4 * i + 1] = strings.string(line.file());
      words[4 * i + 2] = strings.string(line.text());
      words[4 * i + 3] = line.line() << 10 | line.column();
    }
    attributes
        .word(92, 16)
        .pointer(96, arena.allocateFrom(ValueLayout.JAVA_INT, words))
        .word(104, all.size());
  }
}
