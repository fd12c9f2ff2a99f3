package mortise.object;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.CodeSection.CodeFunction;
import mortise.object.MapReader.Placed;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.elf.ElfFile;
import mortise.object.elf.ElfFile.Section;
import mortise.object.elf.ElfFile.Symbol;

/// Loads an object: sections, types, maps, externs, functions, and at last the programs.
///
/// Source: `bpf_object__elf_collect` and what it calls (libbpf 1.6).
final class ObjectLoader implements Linker.Symbols {
  /// All programs of an object together; a subprogram counts in each that calls it.
  private static final long MAX_SLOTS = 2_000_000;

  private static final int MAX_PROGRAMS = 1 << 16;
  private static final String TEXT = ".text";
  private static final String SPACE_DATA = ".addr_space.1";

  private final String file;
  private final ElfFile elf;
  private final Btf btf;
  private final List<BpfMap> maps = new ArrayList<>();
  private final Map<BpfMap, Integer> indices = new HashMap<>();
  private final Map<Integer, Map<Long, BpfMap>> declared = new HashMap<>();
  private final Map<Integer, BpfMap> data = new HashMap<>();
  private final Map<Integer, CodeSection> code = new LinkedHashMap<>();
  private final Map<String, CodeFunction> subprograms = new HashMap<>();
  private final Externs externs;
  private final boolean adaptable;

  private ObjectLoader(String file, byte[] bytes, LoadOptions options) {
    this.file = file;
    elf = ElfFile.parse(file, bytes);
    btf = DataSections.types(file, elf);
    declareMaps();
    externs = new Externs(file, elf, btf, options);
    externs.kconfigMap().ifPresent(maps::add);
    for (int i = 0; i < maps.size(); i++) {
      indices.put(maps.get(i), i);
    }
    ExtInfo info =
        elf.section(".BTF.ext")
            .map(s -> ExtInfo.parse(s.data(), btf))
            .orElseGet(() -> ExtInfo.none(file));
    var core = new CoreRelocations(info.data(), btf, options.target().orElse(btf));
    for (Section section : elf.sections()) {
      if (section.isCode() && section.size() > 0) {
        code.put(section.index(), new CodeSection(elf, section, info, core));
      }
    }
    adaptable = core.targeted();
  }

  static BpfObject load(String file, byte[] bytes, LoadOptions options) {
    if (bytes.length > BpfObject.MAX_SIZE) {
      throw new ObjectFormatException(
          file, "", -1, "larger than %d MiB".formatted(BpfObject.MAX_SIZE >> 20));
    }
    return new ObjectLoader(file, bytes, options).object();
  }

  private BpfObject object() {
    String license = elf.section("license").map(s -> s.data().string(0)).orElse("");
    var main = new ArrayList<CodeFunction>();
    for (CodeSection section : code.values()) {
      boolean text = section.section().name().equals(TEXT);
      if (!text) {
        main.addAll(section.functions());
      } else {
        section.functions().forEach(f -> subprograms.putIfAbsent(f.name(), f));
      }
    }
    if (main.isEmpty() && subprograms.size() == 1) {
      // A lone function without a section of its own is taken for a program.
      main.addAll(subprograms.values());
    }
    if (main.size() > MAX_PROGRAMS) {
      throw new ObjectFormatException(
          file, "", -1, "more than %d programs".formatted(MAX_PROGRAMS));
    }
    var programs = new ArrayList<Program>();
    long slots = 0;
    for (CodeFunction function : main) {
      ProgramType type = type(function);
      Program program = Linker.link(function, type, license, this);
      programs.add(program);
      slots += program.size();
      if (slots > MAX_SLOTS) {
        throw new ObjectFormatException(
            file, "", -1, "the programs have more than %d slots together".formatted(MAX_SLOTS));
      }
    }
    return new BpfObject(file, license, programs, maps, btf, adaptable);
  }

  /// The type that the section says; which member of which struct a table of programs has it for.
  ///
  /// Source: `bpf_object__collect_st_ops_relos` (libbpf 1.6).
  private ProgramType type(CodeFunction function) {
    ProgramType type = ProgramType.ofSection(function.in().section().name());
    for (BpfMap map : maps) {
      if (!map.type().equals(MapType.STRUCT_OPS)
          || !(btf.resolve(map.valueType()) instanceof BtfType.Struct struct)) {
        continue;
      }
      for (BpfMap.Slot slot : map.definition().slots()) {
        for (BtfType.Member member : struct.members()) {
          if (slot.name().equals(function.name()) && member.offset() == slot.index()) {
            return type.forMember(CoreTypes.essential(struct.name()), member.name());
          }
        }
      }
    }
    return type;
  }

  private void declareMaps() {
    for (Placed placed : MapReader.read(elf, btf)) {
      elf.section(".maps").ifPresent(s -> put(s, placed));
    }
    for (Section section : elf.sections()) {
      String name = section.name();
      String plain = name.startsWith("?") ? name.substring(1) : name;
      if (DataSections.isData(section) && section.size() > 0) {
        BpfMap map = DataSections.map(file, section, btf);
        data.put(section.index(), map);
        maps.add(map);
      } else if ((plain.equals(".struct_ops") || plain.equals(".struct_ops.link"))
          && section.type() == 1) {
        MapReader.structOps(elf, btf, section).forEach(p -> put(section, p));
      }
    }
  }

  private void put(Section section, Placed placed) {
    declared
        .computeIfAbsent(section.index(), _ -> new HashMap<>())
        .put((long) placed.offset(), placed.map());
    maps.add(placed.map());
  }

  @Override
  public Btf btf() {
    return btf;
  }

  @Override
  public List<BpfMap> maps() {
    return maps;
  }

  @Override
  public int index(BpfMap map) {
    return indices.getOrDefault(map, -1);
  }

  @Override
  public Optional<CodeFunction> subprogram(String name) {
    return Optional.ofNullable(subprograms.get(name));
  }

  @Override
  public int kernelFunction(CodeSection in, int slot, String name) {
    int id = kernelSymbol(in, slot, name);
    if (btf.type(id) instanceof BtfType.Function) {
      return id;
    }
    throw in.failAt(slot, "extern '%s' is called, but is no function".formatted(name));
  }

  private int kernelSymbol(CodeSection in, int slot, String name) {
    return externs
        .kernelSymbol(name)
        .orElseThrow(
            () ->
                in.failAt(
                    slot,
                    "extern '%s' is neither in .ksyms nor in .kconfig; if another object defines"
                            .formatted(name)
                        + " it, link them first"));
  }

  @Override
  public boolean isText(Symbol symbol) {
    CodeSection section = code.get(symbol.section());
    return section != null && (symbol.isFunction() || symbol.isSection());
  }

  @Override
  public CodeSection text(CodeSection in, int slot, Symbol symbol) {
    CodeSection section = code.get(symbol.section());
    if (section == null || symbol.value() % RawInstruction.BYTES != 0) {
      throw in.failAt(slot, "'%s' is called, but is no function".formatted(symbol.name()));
    }
    return section;
  }

  @Override
  public ImmediateValue address(CodeSection in, int slot, Symbol symbol, int addend) {
    if (symbol.isExtern()) {
      return external(in, slot, symbol);
    }
    BpfMap map = data.get(symbol.section());
    if (map != null) {
      return new ImmediateValue.MapValueAddress(map, (int) symbol.value() + addend);
    }
    long place = symbol.value() + (symbol.isSection() ? addend : 0);
    BpfMap at = declared.getOrDefault(symbol.section(), Map.of()).get(place);
    if (at != null) {
      return new ImmediateValue.MapAddress(at);
    }
    boolean inSpace =
        symbol.section() > 0 && elf.sections().get(symbol.section()).name().equals(SPACE_DATA);
    if (inSpace) {
      return maps.stream()
          .filter(m -> m.type().equals(MapType.ADDRESS_SPACE))
          .findFirst()
          .map(m -> new ImmediateValue.MapValueAddress(m, (int) symbol.value() + addend))
          .orElseThrow(
              () ->
                  in.failAt(
                      slot, "data of an address space is used, but no map is an address space"));
    }
    throw in.failAt(slot, "'%s' is neither a map nor data".formatted(symbol.name()));
  }

  private ImmediateValue external(CodeSection in, int slot, Symbol symbol) {
    String name = symbol.name();
    Optional<Integer> offset = externs.kconfigOffset(name);
    if (offset.isPresent() && externs.kconfigMap().isPresent()) {
      return new ImmediateValue.MapValueAddress(externs.kconfigMap().get(), offset.get());
    }
    int id = kernelSymbol(in, slot, name);
    boolean typed =
        !(btf.type(id) instanceof BtfType.Variable variable)
            || !(btf.resolve(variable.type()) instanceof BtfType.VoidType);
    return new ImmediateValue.KernelSymbol(name, id, symbol.isWeak(), typed);
  }
}
