package mortise.object;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import mortise.object.BpfMap.Definition;
import mortise.object.BpfMap.Slot;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.bytes.Bytes;
import mortise.object.elf.ElfFile;
import mortise.object.elf.ElfFile.Relocation;
import mortise.object.elf.ElfFile.Section;

/// Reads the maps that an object declares in `.maps`: each is a variable whose struct type carries
/// the numbers in its members' types.
///
/// Source: `parse_btf_map_def`, `bpf_object__collect_map_relos` (libbpf 1.6).
final class MapReader {
  /// A map of maps holds maps, and these hold none.
  private static final int MAX_NESTING = 2;

  private static final int MAX_MAPS = 4096;
  private static final int ARRAY_OF_MAPS = 12;
  private static final int HASH_OF_MAPS = 13;

  private final Btf btf;
  private final Section section;
  private final NavigableMap<Long, Relocation> relocations = new TreeMap<>();

  private MapReader(ElfFile elf, Btf btf, Section section) {
    this.btf = btf;
    this.section = section;
    elf.relocations(section).forEach(r -> relocations.put(r.offset(), r));
  }

  /// A map and where its variable lies in its section.
  record Placed(BpfMap map, int offset, int size) {}

  static List<Placed> read(ElfFile elf, Btf btf) {
    Optional<Section> legacy = elf.section("maps");
    if (legacy.isPresent()) {
      throw legacy
          .get()
          .data()
          .fail(0, "maps of the old form are not known; declare them in section .maps");
    }
    Optional<Section> section = elf.section(".maps");
    if (section.isEmpty()) {
      return List.of();
    }
    BtfType.DataSection declared =
        btf.find(".maps", BtfType.DataSection.class)
            .orElseThrow(
                () ->
                    section.get().data().fail(0, "the object has no types that declare its maps"));
    var reader = new MapReader(elf, btf, section.get());
    var result = new ArrayList<Placed>();
    for (BtfType.Placement placement : disjoint(section.get(), btf, declared)) {
      result.add(reader.placed(placement));
    }
    return result;
  }

  /// The variables of a section, none too many, none outside and none over another. Those that
  /// another object defines are left out.
  private static List<BtfType.Placement> disjoint(
      Section section, Btf btf, BtfType.DataSection declared) {
    var result = new ArrayList<BtfType.Placement>();
    long end = 0;
    for (BtfType.Placement placement : declared.variables()) {
      if (btf.type(placement.type()) instanceof BtfType.Variable variable
          && variable.linkage() == BtfType.Linkage.EXTERN) {
        continue;
      }
      int offset = placement.offset();
      if (offset < end || placement.size() < 0) {
        throw section.data().fail(offset, "two variables lie over each other");
      }
      end = (long) offset + placement.size();
      if (end > section.size()) {
        throw section.data().fail(offset, "a variable ends at 0x%x, outside".formatted(end));
      }
      result.add(placement);
    }
    if (result.size() > MAX_MAPS) {
      throw section.data().fail(0, "more than %d maps".formatted(MAX_MAPS));
    }
    return result;
  }

  private RuntimeException fail(long at, String map, String problem) {
    return section.data().fail(at, "map '%s': %s".formatted(map, problem));
  }

  private Placed placed(BtfType.Placement placement) {
    if (!(btf.type(placement.type()) instanceof BtfType.Variable variable)) {
      throw section.data().fail(placement.offset(), "something other than a variable is declared");
    }
    int offset = placement.offset();
    return new Placed(
        map(variable.name(), variable.type(), offset, offset + placement.size(), 1),
        offset,
        placement.size());
  }

  /// What a declaration says so far.
  private static final class Draft {
    int type;
    long keySize;
    long valueSize;
    long maxEntries;
    long flags;
    int keyType;
    int valueType;
    long extra;
    boolean pinned;
    Optional<BpfMap> inner = Optional.empty();
    List<Slot> slots = List.of();
  }

  /// @param end where the variable ends
  private BpfMap map(String name, int typeId, int at, int end, int nesting) {
    if (!(btf.resolve(typeId) instanceof BtfType.Struct struct)) {
      throw fail(at, name, "its declaration is not a struct");
    }
    var draft = new Draft();
    for (BtfType.Member member : struct.members()) {
      int place = at + member.offset();
      switch (member.name()) {
        case "type" -> draft.type = (int) number(name, member, place);
        case "max_entries" -> draft.maxEntries = number(name, member, place);
        case "map_flags" -> draft.flags = number(name, member, place);
        case "map_extra" -> draft.extra = number(name, member, place);
        case "key_size" -> draft.keySize = number(name, member, place);
        case "value_size" -> draft.valueSize = number(name, member, place);
        case "pinning" -> draft.pinned = number(name, member, place) != 0;
        case "key" -> {
          draft.keyType = pointee(name, member, place);
          draft.keySize = size(name, draft.keyType, place);
        }
        case "value" -> {
          draft.valueType = pointee(name, member, place);
          draft.valueSize = size(name, draft.valueType, place);
        }
        case "values" -> values(name, member, place, end, draft, nesting);
        default -> {
          // numa_node and the like: nothing that a program could notice.
        }
      }
    }
    if (draft.type == 0) {
      throw fail(at, name, "it has no type");
    }
    return new BpfMap(
        new Definition(
            name,
            ".maps",
            new MapType(draft.type),
            checkedSize(name, at, "key", draft.keySize),
            checkedSize(name, at, "value", draft.valueSize),
            draft.maxEntries,
            (int) draft.flags,
            draft.keyType,
            draft.valueType,
            draft.extra,
            draft.pinned,
            draft.inner,
            draft.slots));
  }

  private int checkedSize(String name, int at, String what, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw fail(at, name, "its %s has %d bytes".formatted(what, size));
    }
    return (int) size;
  }

  /// `__uint(name, n)` is a pointer to an array of n; `__ulong(name, n)` an enumeration of n alone.
  private long number(String map, BtfType.Member member, int at) {
    return switch (btf.resolve(member.type())) {
      case BtfType.Pointer pointer when btf.resolve(pointer.type()) instanceof BtfType.Array a ->
          a.count();
      case BtfType.Enumeration e when e.values().size() == 1 -> e.values().getFirst().value();
      default -> throw fail(at, map, "member '%s' is no number".formatted(member.name()));
    };
  }

  private int pointee(String map, BtfType.Member member, int at) {
    if (btf.resolve(member.type()) instanceof BtfType.Pointer pointer) {
      return pointer.type();
    }
    throw fail(at, map, "member '%s' is no pointer to a type".formatted(member.name()));
  }

  private long size(String map, int type, int at) {
    return btf.size(type)
        .orElseThrow(() -> fail(at, map, "type '%s' has no size".formatted(btf.name(type))));
  }

  /// `__array(values, …)`: an array of no length of pointers to inner maps or to programs.
  private void values(
      String map, BtfType.Member member, int at, int end, Draft draft, int nesting) {
    if (!(btf.resolve(member.type()) instanceof BtfType.Array array)
        || !(btf.resolve(array.element()) instanceof BtfType.Pointer pointer)) {
      throw fail(at, map, "member 'values' is no array of pointers");
    }
    boolean maps = draft.type == ARRAY_OF_MAPS || draft.type == HASH_OF_MAPS;
    if (!maps && draft.type != MapType.PROG_ARRAY.id()) {
      throw fail(at, map, "only a map of maps or of programs has values");
    }
    if (nesting == MAX_NESTING) {
      throw fail(at, map, "maps are nested more than %d deep".formatted(MAX_NESTING));
    }
    if (draft.valueSize == 0) {
      draft.valueSize = 4;
    }
    if (maps) {
      draft.inner = Optional.of(map(map + ".inner", pointer.type(), at, end, nesting + 1));
    }
    if (nesting == 1) {
      draft.slots = slots(map, at, end, !maps);
    }
  }

  private List<Slot> slots(String map, int from, int end, boolean programs) {
    var result = new ArrayList<Slot>();
    for (Relocation relocation :
        relocations.subMap((long) from, (long) Math.max(from, end)).values()) {
      long distance = relocation.offset() - from;
      if (distance % Long.BYTES != 0) {
        throw fail(relocation.offset(), map, "a value stands at an odd place");
      }
      int index = (int) (distance / Long.BYTES);
      result.add(new Slot(index, relocation.symbol().name(), programs));
    }
    return List.copyOf(result);
  }

  /// The maps in `.struct_ops` sections: each variable is a table of programs.
  static List<Placed> structOps(ElfFile elf, Btf btf, Section section) {
    Bytes data = section.data();
    BtfType.DataSection declared =
        btf.find(section.name(), BtfType.DataSection.class)
            .orElseThrow(() -> data.fail(0, "the object has no types that declare it"));
    NavigableMap<Long, Relocation> relocations = new TreeMap<>();
    elf.relocations(section).forEach(r -> relocations.put(r.offset(), r));
    var result = new ArrayList<Placed>();
    for (BtfType.Placement placement : disjoint(section, btf, declared)) {
      if (!(btf.type(placement.type()) instanceof BtfType.Variable variable)) {
        throw data.fail(placement.offset(), "something other than a variable is declared");
      }
      int from = placement.offset();
      var slots = new ArrayList<Slot>();
      long end = (long) from + placement.size();
      for (Relocation relocation : relocations.subMap((long) from, end).values()) {
        int place = (int) (relocation.offset() - from);
        slots.add(new Slot(place, relocation.symbol().name(), true));
      }
      byte[] contents = data.copy(from, placement.size());
      var definition =
          new Definition(
              variable.name(),
              section.name(),
              MapType.STRUCT_OPS,
              4,
              contents.length,
              1,
              0,
              0,
              btf.resolveId(variable.type()),
              0,
              false,
              Optional.empty(),
              slots);
      result.add(new Placed(new BpfMap(definition, contents), from, contents.length));
    }
    return result;
  }
}
