package mortise.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import mortise.object.BpfMap.Definition;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.bytes.Bytes;
import mortise.object.elf.ElfFile;
import mortise.object.elf.ElfFile.Section;
import mortise.object.elf.ElfFile.Symbol;

/// Brings an object's types and data sections together: what clang leaves for the loader to fill
/// into the types, and the maps that hold global data.
///
/// Source: `btf_fixup_datasec`, `bpf_object__init_global_data_maps` (libbpf 1.6).
final class DataSections {
  /// As large as the kernel's largest map value (`KMALLOC_MAX_SIZE`).
  private static final long MAX_VALUE_SIZE = 1L << 30;

  private static final int NAME_LENGTH = 15;

  private DataSections() {}

  /// The object's types, with sections sized, variables placed and hidden names static.
  static Btf types(String file, ElfFile elf) {
    Optional<Section> section = elf.section(".BTF");
    if (section.isEmpty()) {
      return Btf.EMPTY;
    }
    Bytes data = section.get().data();
    byte[] bytes = data.copy();
    for (ElfFile.Relocation relocation : elf.relocations(section.get())) {
      long at = relocation.offset();
      int value = data.i32(at) + (int) relocation.symbol().value();
      for (int i = 0; i < 4; i++) {
        bytes[(int) at + i] = (byte) (value >>> (8 * i));
      }
    }
    Btf btf = Btf.parse(file, ".BTF", bytes);
    return btf.with(replacements(elf, btf));
  }

  private static Map<Integer, BtfType> replacements(ElfFile elf, Btf btf) {
    Map<String, Section> sections = new HashMap<>();
    elf.sections().forEach(s -> sections.putIfAbsent(s.name(), s));
    Set<String> hidden = new HashSet<>();
    for (Symbol symbol : elf.symbols()) {
      if (symbol.isHidden() && !symbol.isLocal()) {
        hidden.add(symbol.name());
      }
    }
    Map<Integer, BtfType> result = new HashMap<>();
    for (int id = 1; id < btf.size(); id++) {
      switch (btf.type(id)) {
        case BtfType.DataSection(String name, int size, List<BtfType.Placement> variables)
            when sections.containsKey(name) -> {
          var placed = new ArrayList<>(variables);
          placed.sort(Comparator.comparingInt(BtfType.Placement::offset));
          int actual = size != 0 ? size : (int) sections.get(name).size();
          result.put(id, new BtfType.DataSection(name, actual, List.copyOf(placed)));
        }
        case BtfType.Variable(String name, int type, BtfType.Linkage linkage)
            when linkage == BtfType.Linkage.GLOBAL && hidden.contains(name) ->
            result.put(id, new BtfType.Variable(name, type, BtfType.Linkage.STATIC));
        case BtfType.Function(String name, int prototype, BtfType.Linkage linkage)
            when linkage == BtfType.Linkage.GLOBAL && hidden.contains(name) ->
            result.put(id, new BtfType.Function(name, prototype, BtfType.Linkage.STATIC));
        default -> {}
      }
    }
    return result;
  }

  /// Whether the section holds global data.
  static boolean isData(Section section) {
    String name = section.name();
    return (isOneOf(name, ".data") || isOneOf(name, ".rodata") || isOneOf(name, ".bss"))
        && (section.type() == 1 || section.isZeroes());
  }

  private static boolean isOneOf(String name, String kind) {
    return name.equals(kind) || name.startsWith(kind + ".");
  }

  static BpfMap map(String file, Section section, Btf btf) {
    if (section.size() > MAX_VALUE_SIZE) {
      throw section
          .data()
          .fail(-1, "%d bytes of data are too many for a map value".formatted(section.size()));
    }
    OptionalInt type = btf.id(section.name(), BtfType.DataSection.class);
    int flags = isOneOf(section.name(), ".rodata") ? BpfMap.READ_ONLY_PROGRAM : 0;
    if (type.isPresent() && hasGlobal(btf, type.getAsInt())) {
      flags |= BpfMap.MAPPABLE;
    }
    return new BpfMap(
        definition(file, section.name(), (int) section.size(), flags, type.orElse(0)),
        section.data().copy());
  }

  static Definition definition(String file, String section, int size, int flags, int type) {
    return new Definition(
        mapName(file, section),
        section,
        MapType.ARRAY,
        4,
        size,
        1,
        flags,
        0,
        type,
        0,
        false,
        Optional.empty(),
        List.of());
  }

  /// A section whose variables are all static or hidden is not for user space to map.
  private static boolean hasGlobal(Btf btf, int section) {
    return btf.type(section) instanceof BtfType.DataSection data
        && data.variables().stream()
            .anyMatch(
                p ->
                    btf.type(p.type()) instanceof BtfType.Variable v
                        && v.linkage() != BtfType.Linkage.STATIC);
  }

  /// The name under which the kernel knows the map: a section of its own name keeps it, the others
  /// get as much of the object's name in front as fits.
  ///
  /// Source: `internal_map_name`.
  static String mapName(String file, String section) {
    String base = file.substring(file.lastIndexOf('/') + 1);
    int dot = base.indexOf('.');
    String object = dot < 0 ? base : base.substring(0, dot);
    int suffix = Math.min(Math.max(7, section.length()), NAME_LENGTH);
    int prefix = section.indexOf('.', 1) >= 0 ? 0 : Math.min(NAME_LENGTH - suffix, object.length());
    String name =
        object.substring(0, prefix) + section.substring(0, Math.min(suffix, section.length()));
    return name.replaceAll("[^A-Za-z0-9_.]", "_");
  }
}
