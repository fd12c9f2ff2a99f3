package mortise.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import mortise.object.LoadOptions;
import mortise.object.ProgramType;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;

/// What the running kernel says of itself: its types, symbols and configuration.
final class KernelTypes {
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
  private static final Path SYMBOLS = Path.of("/proc/kallsyms");
  private static final Path CONFIGURATION = Path.of("/proc/config.gz");

  private final Btf btf;
  private final Map<String, Long> symbols;
  private final LoadOptions options;

  private KernelTypes(Btf btf, Map<String, Long> symbols, LoadOptions options) {
    this.btf = btf;
    this.symbols = symbols;
    this.options = options;
  }

  static KernelTypes read(String release) throws IOException {
    Btf btf = Files.exists(BTF) ? Btf.parse("vmlinux", Files.readAllBytes(BTF)) : Btf.EMPTY;
    var kconfig = new HashMap<>(LoadOptions.DEFAULT.kconfig());
    kconfig.putAll(configuration(release));
    kconfig.put("LINUX_KERNEL_VERSION", Integer.toString(version(release)));
    LoadOptions options = new LoadOptions(LoadOptions.DEFAULT.target(), kconfig);
    return new KernelTypes(btf, symbols(), btf.size() > 1 ? options.withTarget(btf) : options);
  }

  /// `KERNEL_VERSION(a, b, c)` of `a.b.c-local`.
  static int version(String release) {
    String[] parts = release.split("[^0-9]+", -1);
    int version = 0;
    for (int i = 0; i < 3; i++) {
      int part = i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
      version = version << 8 | Math.min(part, 255);
    }
    return version;
  }

  private static Map<String, String> configuration(String release) throws IOException {
    var values = new HashMap<String, String>();
    for (String line : configurationLines(release)) {
      int equals = line.indexOf('=');
      if (line.startsWith("CONFIG_") && equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static List<String> configurationLines(String release) throws IOException {
    Path boot = Path.of("/boot/config-" + release);
    if (Files.isReadable(CONFIGURATION)) {
      try (var in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(CONFIGURATION)),
                  StandardCharsets.UTF_8))) {
        return in.lines().toList();
      }
    }
    return Files.isReadable(boot) ? Files.readAllLines(boot) : List.of();
  }

  private static Map<String, Long> symbols() throws IOException {
    var addresses = new HashMap<String, Long>();
    if (Files.isReadable(SYMBOLS)) {
      try (var lines = Files.lines(SYMBOLS)) {
        lines.forEach(
            line -> {
              String[] words = line.split("\\s+", 4);
              if (words.length >= 3) {
                addresses.putIfAbsent(words[2], Long.parseUnsignedLong(words[0], 16));
              }
            });
      }
    }
    return addresses;
  }

  /// How objects are to be loaded for this kernel.
  LoadOptions options() {
    return options;
  }

  Btf btf() {
    return btf;
  }

  /// The name without the flavour that CO-RE passes over: `foo` of `foo___new`.
  static String essential(String name) {
    int flavour = name.indexOf("___");
    return flavour > 0 ? name.substring(0, flavour) : name;
  }

  /// The kernel's function called so.
  OptionalInt function(String name) {
    return btf.id(essential(name), BtfType.Function.class);
  }

  /// The kernel's variable called so.
  OptionalInt variable(String name) {
    return btf.id(essential(name), BtfType.Variable.class);
  }

  /// Where the kernel has the symbol.
  OptionalLong address(String name) {
    Long address = symbols.get(name);
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }

  /// `BPF_TRACE_FENTRY` of `trace_fentry`, by the kernel's own numbers; 0 if it has no such type.
  int attachType(ProgramType type) {
    String name = "BPF_" + type.attachType().toUpperCase(Locale.ROOT);
    return btf.find("bpf_attach_type", BtfType.Enumeration.class).stream()
        .flatMap(e -> e.values().stream())
        .filter(e -> e.name().equals(name))
        .mapToInt(e -> (int) e.value())
        .findFirst()
        .orElse(0);
  }

  /// What a program of this type would be attached to: the kernel's type that says which context it
  /// gets.
  ///
  /// Source: `find_kernel_btf_id`, `btf_get_kernel_prefix_kind` (libbpf 1.6).
  OptionalInt attachTarget(ProgramType type) {
    String name = type.attachName();
    return switch (type.attachType()) {
      case "trace_raw_tp" -> btf.id("btf_trace_" + name, BtfType.Typedef.class);
      case "lsm_mac", "lsm_cgroup" -> btf.id("bpf_lsm_" + name, BtfType.Function.class);
      case "trace_iter" -> btf.id("bpf_iter_" + name, BtfType.Function.class);
      default -> btf.id(name, BtfType.Function.class);
    };
  }
}
