package mortise.object;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.elf.ElfFile;
import mortise.object.elf.ElfFile.Symbol;

/// What a program expects from outside: configuration values, which become a map, and kernel
/// functions and variables.
///
/// Source: `bpf_object__collect_externs`, `set_kcfg_value_*` (libbpf 1.6).
final class Externs {
  private static final int MAX_CONFIGURATION = 1 << 20;

  private final String file;
  private final Btf btf;
  private final Map<String, Boolean> weak = new HashMap<>();
  private final Map<String, Integer> kernel = new HashMap<>();
  private final Map<String, Integer> configured = new HashMap<>();
  private final Optional<BpfMap> map;

  private record Entry(String name, int type, int size, int alignment) {}

  Externs(String file, ElfFile elf, Btf btf, LoadOptions options) {
    this.file = file;
    this.btf = btf;
    for (Symbol symbol : elf.symbols()) {
      if (symbol.isExtern()) {
        weak.put(symbol.name(), symbol.isWeak());
      }
    }
    for (int id : section(".ksyms")) {
      kernel.putIfAbsent(btf.type(id).name(), id);
    }
    map = kconfig(options);
  }

  private List<Integer> section(String name) {
    return btf.find(name, BtfType.DataSection.class).stream()
        .flatMap(d -> d.variables().stream())
        .map(BtfType.Placement::type)
        .toList();
  }

  /// The `.kconfig` map.
  Optional<BpfMap> kconfigMap() {
    return map;
  }

  /// Where in the `.kconfig` map the value called `name` lies.
  Optional<Integer> kconfigOffset(String name) {
    return Optional.ofNullable(configured.get(name));
  }

  /// The BTF `VAR` or `FUNC` of the kernel symbol called `name`.
  Optional<Integer> kernelSymbol(String name) {
    return Optional.ofNullable(kernel.get(name));
  }

  boolean isWeak(String name) {
    return weak.getOrDefault(name, false);
  }

  private ObjectFormatException fail(String name, String problem) {
    return new ObjectFormatException(
        file, ".kconfig", -1, "extern '%s' %s".formatted(name, problem));
  }

  private Optional<BpfMap> kconfig(LoadOptions options) {
    var entries = new ArrayList<Entry>();
    for (int id : section(".kconfig")) {
      if (btf.type(id) instanceof BtfType.Variable variable) {
        long size = btf.size(variable.type()).orElse(0);
        if (size <= 0 || size > 4096) {
          throw fail(variable.name(), "has %d bytes".formatted(size));
        }
        int alignment = btf.alignment(variable.type());
        entries.add(new Entry(variable.name(), variable.type(), (int) size, alignment));
      }
    }
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    entries.sort(
        Comparator.comparingInt(Entry::alignment)
            .thenComparingInt(Entry::size)
            .thenComparing(Entry::name));
    int end = 0;
    for (Entry entry : entries) {
      int at = (end + entry.alignment() - 1) / entry.alignment() * entry.alignment();
      configured.put(entry.name(), at);
      end = at + entry.size();
    }
    if (end > MAX_CONFIGURATION) {
      throw new ObjectFormatException(
          file, ".kconfig", -1, "more than %d bytes of configuration".formatted(MAX_CONFIGURATION));
    }
    var contents = new byte[end];
    for (Entry entry : entries) {
      String value = options.kconfig().get(entry.name());
      if (value != null) {
        put(contents, entry, value);
      } else if (!isWeak(entry.name())) {
        throw fail(entry.name(), "has no value; kernel configuration values must be given");
      }
    }
    int section = btf.id(".kconfig", BtfType.DataSection.class).orElse(0);
    int flags = BpfMap.READ_ONLY_PROGRAM | BpfMap.MAPPABLE;
    return Optional.of(
        new BpfMap(DataSections.definition(file, ".kconfig", end, flags, section), contents));
  }

  private void put(byte[] contents, Entry entry, String value) {
    int at = configured.getOrDefault(entry.name(), 0);
    if (value.startsWith("\"") && value.endsWith("\"") && value.length() > 1) {
      byte[] text = value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, contents, at, Math.min(text.length, entry.size() - 1));
      return;
    }
    long number = number(entry, value);
    for (int i = 0; i < Math.min(entry.size(), Long.BYTES); i++) {
      contents[at + i] = (byte) (number >>> (8 * i));
    }
  }

  private long number(Entry entry, String value) {
    boolean character = btf.resolve(entry.type()) instanceof BtfType.Int i && i.character();
    boolean tristate = btf.resolve(entry.type()) instanceof BtfType.Enumeration;
    boolean letter = character || (entry.size() == 1 && value.length() == 1);
    switch (value) {
      case "y", "n", "m" -> {
        if (tristate) {
          return value.equals("y") ? 1 : value.equals("m") ? 2 : 0;
        }
        boolean bool = btf.resolve(entry.type()) instanceof BtfType.Int i && i.bool();
        if (letter && !bool) {
          return value.charAt(0);
        }
        return value.equals("y") ? 1 : 0;
      }
      default -> {
        try {
          return Long.decode(value);
        } catch (NumberFormatException _) {
          throw fail(entry.name(), "cannot have the value '%s'".formatted(value));
        }
      }
    }
  }
}
