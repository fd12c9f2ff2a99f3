package mortise.object.btf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mortise.object.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/// The types of an object or a kernel, by id. Id 0 is `void`.
///
/// Types are decoded when they are first asked for. Everything that could make a later question
/// fail or not end (ids, names, types that contain themselves) is checked when the blob is parsed.
/// Safe for use by several threads.
public final class Btf {
  /// No types but `void`.
  public static final Btf EMPTY = new Btf();

  private static final BtfType VOID = new BtfType.VoidType();

  private final @Nullable BtfReader reader;
  private final int[] offsets;
  private final @Nullable BtfType[] types;
  private final BtfLayout layout = new BtfLayout(this);
  private volatile @Nullable Map<String, int[]> byName;
  private volatile @Nullable BtfTags tags;

  private Btf() {
    reader = null;
    offsets = new int[1];
    types = new BtfType[1];
  }

  private Btf(BtfReader reader) {
    this.reader = reader;
    offsets = reader.offsets();
    types = new BtfType[offsets.length];
    new BtfLoops(reader, offsets, true).check();
    new BtfLoops(reader, offsets, false).check();
  }

  private Btf(Btf base, Map<Integer, BtfType> replacements) {
    reader = base.reader;
    offsets = base.offsets;
    types = base.types.clone();
    replacements.forEach((id, type) -> types[id] = type);
  }

  /// The same types, but for some whose details only a linker knows (where variables lie, say).
  ///
  /// @param replacements by id, each of the same name as the type that it replaces; what it refers
  ///   to by value must not change
  public Btf with(Map<Integer, BtfType> replacements) {
    return new Btf(this, replacements);
  }

  /// Parses a blob such as `/sys/kernel/btf/vmlinux`.
  ///
  /// @param file the file's name, for messages
  /// @param data must not change afterwards
  /// @throws mortise.object.ObjectFormatException if it is not well-formed BTF
  public static Btf parse(String file, byte[] data) {
    return parse(file, "", data);
  }

  /// Parses a section's contents.
  ///
  /// @throws mortise.object.ObjectFormatException if it is not well-formed BTF
  public static Btf parse(String file, String section, byte[] data) {
    return new Btf(new BtfReader(Bytes.of(file, section, data)));
  }

  /// One more than the highest id.
  public int size() {
    return offsets.length;
  }

  /// The type with this id.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public BtfType type(int id) {
    BtfType known = types[id];
    if (known != null) {
      return known;
    }
    // Two threads may both decode the type; the records are equal and immutable.
    BtfType type = id == 0 || reader == null ? VOID : reader.decode(offsets[id]);
    types[id] = type;
    return type;
  }

  /// The type with this id, if there is one.
  public Optional<BtfType> find(int id) {
    return id >= 0 && id < size() ? Optional.of(type(id)) : Optional.empty();
  }

  /// The ids of all types called `name`, ascending.
  public int[] ids(String name) {
    return names().getOrDefault(name, new int[0]).clone();
  }

  /// The lowest id of a type of this kind called `name`, for example `id("task_struct",
  /// BtfType.Struct.class)`.
  public OptionalInt id(String name, Class<? extends BtfType> kind) {
    return Arrays.stream(ids(name)).filter(id -> kind.isInstance(type(id))).findFirst();
  }

  /// The first type of this kind called `name`.
  public <T extends BtfType> Optional<T> find(String name, Class<T> kind) {
    OptionalInt id = id(name, kind);
    return id.isPresent() ? Optional.of(kind.cast(type(id.getAsInt()))) : Optional.empty();
  }

  private Map<String, int[]> names() {
    Map<String, int[]> names = byName;
    if (names == null) {
      names = new HashMap<>();
      for (int id = 1; id < offsets.length && reader != null; id++) {
        String name = reader.name(offsets[id]);
        if (!name.isEmpty()) {
          names.merge(name, new int[] {id}, Btf::append);
        }
      }
      byName = names;
    }
    return names;
  }

  private static int[] append(int[] some, int[] one) {
    int[] more = Arrays.copyOf(some, some.length + 1);
    more[some.length] = one[0];
    return more;
  }

  /// The string at `offset` of the string table, if it is in it.
  public Optional<String> string(long offset) {
    return reader != null && reader.hasString(offset)
        ? Optional.of(reader.string(offset))
        : Optional.empty();
  }

  /// The id of the type under all typedefs, qualifiers and type tags.
  public int resolveId(int id) {
    int at = id;
    while (type(at) instanceof BtfType.Modifier modifier) {
      at = modifier.type();
    }
    return at;
  }

  /// The type under all typedefs, qualifiers and type tags.
  public BtfType resolve(int id) {
    return type(resolveId(id));
  }

  /// The id under qualifiers and type tags, stopping at a typedef.
  public int unqualifiedId(int id) {
    int at = id;
    while (type(at) instanceof BtfType.Modifier modifier
        && !(modifier instanceof BtfType.Typedef)) {
      at = modifier.type();
    }
    return at;
  }

  /// The type tags that dress type `id` (for a pointer's target: those written on the pointer),
  /// outermost first.
  public List<String> typeTags(int id) {
    return layout.typeTags(id);
  }

  /// The size in bytes; empty for void, functions and declarations.
  public OptionalLong size(int id) {
    return layout.size(id);
  }

  /// The alignment in bytes, 1 for what has none. A struct with a member at an offset that its type
  /// does not divide is packed, and has 1.
  public int alignment(int id) {
    return layout.alignment(id);
  }

  /// The member called `name` of struct or union `id`, also inside of anonymous members.
  public Optional<Field> member(int id, String name) {
    return layout.member(id, name);
  }

  /// The innermost field of type `id` that covers byte `offset`: neither struct nor array nor
  /// union. In a union it is the first that covers it. Empty for padding.
  public Optional<Field> fieldAt(int id, long offset) {
    return layout.fieldAt(id, offset);
  }

  /// A place in a type.
  ///
  /// @param path such as `a.b[2].c`; anonymous members leave no trace
  /// @param type the field's type
  /// @param bitOffset from the beginning of the outer type
  /// @param bitSize the width of a bit field, otherwise 0
  public record Field(String path, int type, long bitOffset, int bitSize) {
    /// The offset in bytes, rounded down for a bit field.
    public long offset() {
      return bitOffset / 8;
    }
  }

  /// The declaration tags of type `id` itself, in declared order.
  public List<String> tags(int id) {
    return tags(id, -1);
  }

  /// The declaration tags of member or parameter number `component` of type `id`.
  public List<String> tags(int id, int component) {
    BtfTags index = tags;
    if (index == null) {
      index = BtfTags.of(this);
      tags = index;
    }
    return index.of(id, component);
  }

  /// The declaration tags of all members of structs, by the order of the tags' ids, each once.
  public List<String> memberTags() {
    var found = new LinkedHashSet<String>();
    for (int id = 1; id < size(); id++) {
      if (type(id) instanceof BtfType.DeclarationTag tag
          && tag.component() >= 0
          && type(tag.type()) instanceof BtfType.Struct) {
        found.add(tag.name());
      }
    }
    return List.copyOf(found);
  }

  /// The type as C writes it, such as `const struct foo *` or `int (*)(void *)`.
  public String name(int id) {
    return new BtfNames(this).name(id);
  }
}
