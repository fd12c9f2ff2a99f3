package mortise.object.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.bytes.Bytes;

/// A relocatable BPF object: its sections and symbols.
///
/// Source: the ELF-64 object file format; `R_BPF_*` in Documentation/bpf/llvm_reloc.rst.
public final class ElfFile {
  private static final int HEADER = 64;
  private static final int SECTION_HEADER = 64;
  private static final int SYMBOL = 24;
  private static final int RELOCATION = 16;
  private static final int MACHINE_BPF = 247;
  private static final int TYPE_RELOCATABLE = 1;

  /// All names together; many may be tails of one long string.
  private static final long MAX_NAME_BYTES = 16 << 20;

  private static final int SECTION_SYMBOLS = 2;
  private static final int SECTION_RELA = 4;
  private static final int SECTION_NO_BITS = 8;
  private static final int SECTION_REL = 9;

  private final Bytes file;
  private final List<Section> sections;
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<Integer, List<Symbol>> functions = new HashMap<>();
  private final Map<Integer, List<Section>> relocations = new HashMap<>();

  /// A section; `data` is empty for one that occupies no space in the file.
  ///
  /// @param size in bytes, when loaded
  public record Section(int index, String name, int type, long flags, long size, Bytes data) {
    /// Whether it holds instructions.
    public boolean isCode() {
      return (flags & 4) != 0 && type == 1;
    }

    /// Whether it begins as zeroes and is not in the file.
    public boolean isZeroes() {
      return type == SECTION_NO_BITS;
    }
  }

  /// A symbol.
  ///
  /// @param section the index of its section, 0 for an extern
  public record Symbol(
      int index,
      String name,
      int type,
      int binding,
      int visibility,
      int section,
      long value,
      long size) {
    public boolean isFunction() {
      return type == 2;
    }

    public boolean isSection() {
      return type == 3;
    }

    public boolean isLocal() {
      return binding == 0;
    }

    public boolean isWeak() {
      return binding == 2;
    }

    /// Hidden or internal: not for other objects.
    public boolean isHidden() {
      return visibility == 1 || visibility == 2;
    }

    public boolean isExtern() {
      return section == 0 && !name.isEmpty();
    }
  }

  /// A relocation of the 8 or 4 bytes at `offset`.
  public record Relocation(long offset, Symbol symbol, int type) {}

  private ElfFile(Bytes file, List<Section> sections) {
    this.file = file;
    this.sections = sections;
    for (Section section : sections) {
      if (section.type() == SECTION_REL) {
        int target = file.i32(file.i64(40) + (long) section.index() * SECTION_HEADER + 44);
        relocations.computeIfAbsent(target, _ -> new ArrayList<>()).add(section);
      }
    }
  }

  /// Reads headers, sections and symbols.
  ///
  /// @throws mortise.object.ObjectFormatException if it is no BPF object
  public static ElfFile parse(String name, byte[] contents) {
    Bytes file = Bytes.of(name, "", contents);
    checkHeader(file);
    List<Section> sections = sections(file);
    var result = new ElfFile(file, sections);
    for (Section section : sections) {
      if (section.type() == SECTION_SYMBOLS && result.symbols.isEmpty()) {
        result.readSymbols(section);
      }
      if (section.type() == SECTION_RELA) {
        throw section.data().fail(-1, "relocations with addends are not known in BPF objects");
      }
    }
    return result;
  }

  private static void checkHeader(Bytes file) {
    if (file.size() < HEADER || file.i32(0) != 0x464c457f) {
      throw file.fail(0, "not an ELF object");
    }
    if (file.u8(4) != 2 || file.u8(5) != 1) {
      throw file.fail(4, "not a 64-bit little-endian ELF object");
    }
    if (file.u16(18) != MACHINE_BPF) {
      throw file.fail(18, "an ELF object for machine %d and not for BPF".formatted(file.u16(18)));
    }
    if (file.u16(16) != TYPE_RELOCATABLE) {
      throw file.fail(16, "not a relocatable ELF object");
    }
    if (file.u16(58) != SECTION_HEADER) {
      throw file.fail(58, "section headers of %d bytes are not possible".formatted(file.u16(58)));
    }
  }

  private static List<Section> sections(Bytes file) {
    long table = file.i64(40);
    int count = file.u16(60);
    int names = file.u16(62);
    if (names >= count) {
      throw file.fail(62, "section %d should hold names, but there are %d".formatted(names, count));
    }
    Bytes headers = file.section("section headers", table, (long) count * SECTION_HEADER);
    Bytes strings = contents(file, headers, names, "section names");
    var result = new ArrayList<Section>(count);
    long total = 0;
    long nameBytes = 0;
    for (int i = 0; i < count; i++) {
      long at = (long) i * SECTION_HEADER;
      nameBytes = addName(nameBytes, strings, headers.u32(at));
      String name = strings.string(headers.u32(at));
      int type = headers.i32(at + 4);
      long size = headers.i64(at + 32);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw headers.fail(at + 32, "section '%s' is too large".formatted(name));
      }
      Bytes data =
          type == SECTION_NO_BITS || type == 0
              ? file.section(name, 0, 0)
              : contents(file, headers, i, name);
      total += data.size();
      if (total > file.size()) {
        throw headers.fail(at + 24, "section '%s' overlaps others".formatted(name));
      }
      result.add(new Section(i, name, type, headers.i64(at + 8), size, data));
    }
    return List.copyOf(result);
  }

  private static long addName(long sum, Bytes strings, long at) {
    long more = sum + strings.stringLength(at);
    if (more > MAX_NAME_BYTES) {
      throw strings.fail(
          at, "the names are longer than %d bytes together".formatted(MAX_NAME_BYTES));
    }
    return more;
  }

  private static Bytes contents(Bytes file, Bytes headers, int index, String name) {
    long at = (long) index * SECTION_HEADER;
    long offset = headers.i64(at + 24);
    long size = headers.i64(at + 32);
    if (offset < 0 || size < 0 || offset > file.size() || size > file.size() - offset) {
      throw headers.fail(at + 24, "section '%s' lies outside of the file".formatted(name));
    }
    return file.section(name, offset, size);
  }

  private void readSymbols(Section table) {
    long header = file.i64(40) + (long) table.index() * SECTION_HEADER;
    int stringsIndex = file.i32(header + 40);
    if (stringsIndex < 0 || stringsIndex >= sections.size()) {
      throw table
          .data()
          .fail(-1, "the section of its names, %d, does not exist".formatted(stringsIndex));
    }
    Bytes strings = sections.get(stringsIndex).data();
    Bytes data = table.data();
    long nameBytes = 0;
    for (int i = 0; i < data.size() / SYMBOL; i++) {
      long at = (long) i * SYMBOL;
      nameBytes = strings.size() == 0 ? 0 : addName(nameBytes, strings, data.u32(at));
      int info = data.u8(at + 4);
      int section = data.u16(at + 6);
      boolean special = section >= 0xff00;
      if (!special && section >= sections.size()) {
        throw data.fail(
            at + 6,
            "symbol %d is in section %d, but there are %d".formatted(i, section, sections.size()));
      }
      var symbol =
          new Symbol(
              i,
              strings.size() == 0 ? "" : strings.string(data.u32(at)),
              info & 0xf,
              info >>> 4,
              data.u8(at + 5) & 3,
              special ? -1 : section,
              data.i64(at + 8),
              data.i64(at + 16));
      symbols.add(symbol);
      if (symbol.isFunction()) {
        functions.computeIfAbsent(symbol.section(), _ -> new ArrayList<>()).add(symbol);
      }
    }
  }

  public Bytes file() {
    return file;
  }

  /// By index.
  public List<Section> sections() {
    return sections;
  }

  /// By index.
  public List<Symbol> symbols() {
    return symbols;
  }

  /// The functions in a section, in the symbol table's order.
  public List<Symbol> functions(Section section) {
    return functions.getOrDefault(section.index(), List.of());
  }

  /// The first section called `name`.
  public Optional<Section> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The relocations of a section, in the file's order.
  public List<Relocation> relocations(Section target) {
    var result = new ArrayList<Relocation>();
    for (Section section : relocations.getOrDefault(target.index(), List.of())) {
      read(section, result);
    }
    return result;
  }

  private void read(Section section, List<Relocation> into) {
    Bytes data = section.data();
    for (int i = 0; i < data.size() / RELOCATION; i++) {
      long at = (long) i * RELOCATION;
      long symbol = data.u32(at + 12);
      if (symbol >= symbols.size()) {
        throw data.fail(
            at + 12,
            "symbol %d is referred to, but there are %d".formatted(symbol, symbols.size()));
      }
      into.add(new Relocation(data.i64(at), symbols.get((int) symbol), data.i32(at + 8)));
    }
  }
}
