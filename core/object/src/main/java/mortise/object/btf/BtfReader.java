package mortise.object.btf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mortise.object.bytes.Bytes;

/// Finds the types of a BTF blob and checks what can be checked without decoding them all: sizes,
/// ids and names. [#decode] then decodes one type.
///
/// Source: Documentation/bpf/btf.rst, `btf_check_all_metas` (6.18).
final class BtfReader {
  /// As many types as the kernel takes (`BTF_MAX_TYPE`).
  private static final int MAX_TYPES = 0xfffff;

  private static final long MAX_NAME_BYTES = 64 << 20;
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;
  private static final int TYPE_HEADER = 12;
  private static final int HIGHEST_KIND = 19;

  /// Kinds whose third word is a type id and not a size.
  private static final int REFERRING =
      1 << 2 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 17
          | 1 << 18;

  private static final int ANY = -1;

  /// What a value can have as its type: no function, variable, section or tag.
  private static final int DATA = ~(1 << 12 | 1 << 14 | 1 << 15 | 1 << 17);

  private final Bytes all;
  private final int typesAt;
  private final int typesEnd;
  private final int stringsAt;
  private final int stringsEnd;
  private long nameBytes;

  BtfReader(Bytes all) {
    this.all = all;
    if (all.u16(0) != MAGIC) {
      throw all.fail(
          0, "not BTF: it begins with 0x%04x and not 0x%04x".formatted(all.u16(0), MAGIC));
    }
    if (all.u8(2) != 1) {
      throw all.fail(2, "BTF version %d is not known, only 1".formatted(all.u8(2)));
    }
    long header = all.u32(4);
    if (header < HEADER || header > all.size()) {
      throw all.fail(4, "a header of %d bytes is not possible".formatted(header));
    }
    typesAt = within(8, header, "types");
    typesEnd = end(12, typesAt, "types");
    stringsAt = within(16, header, "strings");
    stringsEnd = end(20, stringsAt, "strings");
    if (stringsEnd > stringsAt && all.u8(stringsEnd - 1L) != 0) {
      throw all.fail(stringsEnd - 1L, "the last string does not end");
    }
  }

  private int within(int field, long header, String what) {
    long at = header + all.u32(field);
    if (at > all.size()) {
      throw all.fail(field, "the %s begin at 0x%x, outside of the section".formatted(what, at));
    }
    return (int) at;
  }

  private int end(int field, int from, String what) {
    long end = from + all.u32(field);
    if (end > all.size()) {
      throw all.fail(field, "the %s end at 0x%x, outside of the section".formatted(what, end));
    }
    return (int) end;
  }

  /// Where each type begins, from id 1 at index 1; checks every id and name on the way.
  int[] offsets() {
    var offsets = new int[1024];
    int count = 1;
    long at = typesAt;
    while (at < typesEnd) {
      if (count > MAX_TYPES) {
        throw all.fail(at, "more than %d types".formatted(MAX_TYPES));
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      offsets[count] = (int) at;
      long next = at + TYPE_HEADER + (typesEnd - at < TYPE_HEADER ? 0 : tail(at, count));
      if (next > typesEnd) {
        throw all.fail(at, "type %d ends outside of the types".formatted(count));
      }
      count++;
      at = next;
    }
    int[] result = Arrays.copyOf(offsets, count);
    for (int id = 1; id < count; id++) {
      checkReferences(id, result);
    }
    return result;
  }

  private int kind(long at) {
    return (int) (all.u32(at + 4) >>> 24) & 0x1f;
  }

  private int length(long at) {
    return all.u16(at + 4);
  }

  private boolean flag(long at) {
    return all.i32(at + 4) < 0;
  }

  /// How many bytes follow the common part.
  private long tail(long at, int id) {
    int length = length(at);
    return switch (kind(at)) {
      case 1, 14, 17 -> 4;
      case 3 -> 12;
      case 4, 5, 15, 19 -> 12L * length;
      case 6, 13 -> 8L * length;
      case 2, 7, 8, 9, 10, 11, 12, 16, 18 -> 0;
      default ->
          throw all.fail(
              at + 4,
              "type %d has kind %d, known are 1 to %d".formatted(id, kind(at), HIGHEST_KIND));
    };
  }

  private void checkReferences(int id, int[] offsets) {
    int at = offsets[id];
    checkName(at, id);
    int kind = kind(at);
    if ((REFERRING >>> kind & 1) != 0) {
      int allowed = kind == 12 ? 1 << 13 : kind == 17 ? ANY : DATA;
      checkType(at + 8, id, offsets, allowed);
    }
    long tail = (long) at + TYPE_HEADER;
    int length = length(at);
    switch (kind) {
      case 3 -> {
        checkType(tail, id, offsets, DATA);
        checkType(tail + 4, id, offsets, DATA);
      }
      case 4, 5 -> {
        for (int i = 0; i < length; i++) {
          checkName(tail + 12L * i, id);
          checkType(tail + 12L * i + 4, id, offsets, DATA);
        }
      }
      case 6, 19 -> {
        int step = kind == 6 ? 8 : 12;
        for (int i = 0; i < length; i++) {
          checkName(tail + (long) step * i, id);
        }
      }
      case 13 -> {
        for (int i = 0; i < length; i++) {
          checkName(tail + 8L * i, id);
          checkType(tail + 8L * i + 4, id, offsets, DATA);
        }
      }
      case 15 -> {
        for (int i = 0; i < length; i++) {
          checkType(tail + 12L * i, id, offsets, 1 << 12 | 1 << 14);
        }
      }
      default -> {}
    }
    if (kind == 1) {
      checkInt(at, id);
    }
  }

  private void checkInt(int at, int id) {
    long size = all.u32(at + 8);
    int data = all.i32(at + TYPE_HEADER);
    int bits = data & 0xff;
    int offset = data >>> 16 & 0xff;
    if (size == 0 || size > 16 || Long.bitCount(size) != 1) {
      throw all.fail(at + 8L, "type %d is an integer of %d bytes".formatted(id, size));
    }
    if (bits + offset > size * 8) {
      throw all.fail(
          at + 12L,
          "type %d has bits %d to %d, but %d bytes".formatted(id, offset, offset + bits, size));
    }
  }

  /// @param allowed the kinds that make sense here, as bits
  private void checkType(long at, int id, int[] offsets, int allowed) {
    long type = all.u32(at);
    if (type >= offsets.length) {
      throw all.fail(
          at,
          "type %d refers to type %d, but there are only %d"
              .formatted(id, type, offsets.length - 1));
    }
    int kind = type == 0 ? 0 : kind(offsets[(int) type]);
    if ((allowed >>> kind & 1) == 0) {
      throw all.fail(at, "type %d refers to type %d, whose kind is %d".formatted(id, type, kind));
    }
  }

  /// Also adds up the names, so that decoding them all has a bound: many names may be tails of one
  /// long string.
  private void checkName(long at, int id) {
    long name = all.u32(at);
    if (name == 0) {
      return;
    }
    if (name >= stringsEnd - stringsAt) {
      throw all.fail(
          at, "type %d has its name at 0x%x, outside of the strings".formatted(id, name));
    }
    nameBytes += all.stringLength(stringsAt + name);
    if (nameBytes > MAX_NAME_BYTES) {
      throw all.fail(at, "the names are longer than %d bytes together".formatted(MAX_NAME_BYTES));
    }
  }

  String string(long offset) {
    return offset == 0 || offset >= stringsEnd - stringsAt ? "" : all.string(stringsAt + offset);
  }

  boolean hasString(long offset) {
    return offset < stringsEnd - stringsAt;
  }

  /// The ids that the type at `at` needs for its own size (`byValue`), or leads to through pointers
  /// and modifiers (otherwise).
  int[] edges(int at, boolean byValue) {
    return switch (kind(at)) {
      case 8, 9, 10, 11, 18 -> new int[] {all.i32(at + 8L)};
      case 2 -> byValue ? new int[0] : new int[] {all.i32(at + 8L)};
      case 3 -> byValue ? new int[] {all.i32(at + 12L)} : new int[0];
      case 4, 5 -> {
        if (!byValue) {
          yield new int[0];
        }
        var members = new int[length(at)];
        for (int i = 0; i < members.length; i++) {
          members[i] = all.i32(at + 16L + 12L * i);
        }
        yield members;
      }
      default -> new int[0];
    };
  }

  RuntimeException fail(int at, String problem) {
    return all.fail(at, problem);
  }

  /// A type's name without decoding the rest.
  String name(int at) {
    return string(all.u32(at));
  }

  BtfType decode(int at) {
    String name = name(at);
    int word = all.i32(at + 8L);
    int length = length(at);
    long tail = (long) at + TYPE_HEADER;
    return switch (kind(at)) {
      case 1 -> {
        int data = all.i32(tail);
        int encoding = data >>> 24 & 0xf;
        yield new BtfType.Int(
            name,
            word,
            data & 0xff,
            data >>> 16 & 0xff,
            (encoding & 1) != 0,
            (encoding & 2) != 0,
            (encoding & 4) != 0);
      }
      case 2 -> new BtfType.Pointer(word);
      case 3 -> new BtfType.Array(all.i32(tail), all.i32(tail + 4), all.u32(tail + 8));
      case 4 -> new BtfType.Struct(name, word, members(at, length));
      case 5 -> new BtfType.Union(name, word, members(at, length));
      case 6 -> {
        var values = new ArrayList<BtfType.Enumerator>(length);
        for (long i = tail; i < tail + 8L * length; i += 8) {
          long value = flag(at) ? all.i32(i + 4) : all.u32(i + 4);
          values.add(new BtfType.Enumerator(string(all.u32(i)), value));
        }
        yield new BtfType.Enumeration(name, word, flag(at), false, List.copyOf(values));
      }
      case 7 -> new BtfType.Forward(name, flag(at));
      case 8 -> new BtfType.Typedef(name, word);
      case 9 -> new BtfType.Volatile(word);
      case 10 -> new BtfType.Const(word);
      case 11 -> new BtfType.Restrict(word);
      case 12 -> new BtfType.Function(name, word, linkage(length));
      case 13 -> prototype(word, tail, length);
      case 14 -> new BtfType.Variable(name, word, linkage(all.i32(tail)));
      case 15 -> {
        var placed = new ArrayList<BtfType.Placement>(length);
        for (long i = tail; i < tail + 12L * length; i += 12) {
          placed.add(new BtfType.Placement(all.i32(i), all.i32(i + 4), all.i32(i + 8)));
        }
        yield new BtfType.DataSection(name, word, List.copyOf(placed));
      }
      case 16 -> new BtfType.FloatingPoint(name, word);
      case 17 -> new BtfType.DeclarationTag(name, word, all.i32(tail), flag(at));
      case 18 -> new BtfType.TypeTag(name, word, flag(at));
      case 19 -> {
        var values = new ArrayList<BtfType.Enumerator>(length);
        for (long i = tail; i < tail + 12L * length; i += 12) {
          long value = all.u32(i + 4) | all.u32(i + 8) << 32;
          values.add(new BtfType.Enumerator(string(all.u32(i)), value));
        }
        yield new BtfType.Enumeration(name, word, flag(at), true, List.copyOf(values));
      }
      default -> throw all.fail(at, "kind %d is not known".formatted(kind(at)));
    };
  }

  private List<BtfType.Member> members(int at, int length) {
    var members = new ArrayList<BtfType.Member>(length);
    long tail = (long) at + TYPE_HEADER;
    boolean bitFields = flag(at);
    for (long i = tail; i < tail + 12L * length; i += 12) {
      int place = all.i32(i + 8);
      int bitOffset = bitFields ? place & 0xffffff : place;
      int bitSize = bitFields ? place >>> 24 : 0;
      members.add(new BtfType.Member(string(all.u32(i)), all.i32(i + 4), bitOffset, bitSize));
    }
    return List.copyOf(members);
  }

  private BtfType prototype(int result, long tail, int length) {
    var parameters = new ArrayList<BtfType.Parameter>(length);
    boolean variadic = false;
    for (int i = 0; i < length; i++) {
      long at = tail + 8L * i;
      int type = all.i32(at + 4);
      if (i == length - 1 && type == 0) {
        variadic = true;
      } else {
        parameters.add(new BtfType.Parameter(string(all.u32(at)), type));
      }
    }
    return new BtfType.FunctionPrototype(result, List.copyOf(parameters), variadic);
  }

  private static BtfType.Linkage linkage(int number) {
    return switch (number) {
      case 0 -> BtfType.Linkage.STATIC;
      case 1 -> BtfType.Linkage.GLOBAL;
      default -> BtfType.Linkage.EXTERN;
    };
  }
}
