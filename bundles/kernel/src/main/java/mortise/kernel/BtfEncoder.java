package mortise.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.btf.BtfType.Enumerator;
import mortise.object.btf.BtfType.Linkage;
import mortise.object.btf.BtfType.Member;

/// Writes an object's types as the kernel takes them; every type keeps its id.
///
/// What stands for something outside of the object is given a form that the kernel's checks let
/// pass, as libbpf does: extern functions become global ones with named parameters; extern
/// variables and the sections of externs, which the kernel has no use for, become empty structs.
///
/// Source: Documentation/bpf/btf.rst; `bpf_object__collect_externs` (libbpf 1.6).
final class BtfEncoder {
  private static final int HEADER = 24;
  private static final int MAGIC = 0xeb9f;
  private static final String PARAMETER = "dummy_ksym";
  private static final Set<String> EXTERN_SECTIONS = Set.of(".ksyms", ".kconfig");

  private final Btf btf;
  private final Output types = new Output();
  private final Output strings = new Output();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Set<Integer> externPrototypes = new HashSet<>();

  /// Little-endian bytes that grow.
  private static final class Output extends ByteArrayOutputStream {
    void word(int value) {
      for (int i = 0; i < 4; i++) {
        write(value >>> (8 * i));
      }
    }

    void words(int... values) {
      for (int value : values) {
        word(value);
      }
    }
  }

  BtfEncoder(Btf btf) {
    this.btf = btf;
    string("");
    for (int id = 1; id < btf.size(); id++) {
      if (btf.type(id) instanceof BtfType.Function function
          && function.linkage() == Linkage.EXTERN) {
        externPrototypes.add(function.prototype());
      }
    }
    for (int id = 1; id < btf.size(); id++) {
      type(id);
    }
  }

  /// Where a string stands in the string table, which grows by it if it is new.
  int string(String text) {
    return offsets.computeIfAbsent(
        text,
        _ -> {
          int at = strings.size();
          strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
          strings.write(0);
          return at;
        });
  }

  /// The blob, with all strings that were asked for so far.
  byte[] bytes() {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + types.size() + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) MAGIC).put((byte) 1).put((byte) 0).putInt(HEADER);
    out.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
    out.put(types.toByteArray()).put(strings.toByteArray());
    return out.array();
  }

  private void header(BtfType type, boolean flag, int length, int word) {
    header(type.name(), type.kind(), flag, length, word);
  }

  private void header(String name, int kind, boolean flag, int length, int word) {
    types.words(string(name), (flag ? 1 << 31 : 0) | kind << 24 | length, word);
  }

  private void nothing() {
    header("", 4, false, 0, 0);
  }

  private void type(int id) {
    BtfType type = btf.type(id);
    switch (type) {
      case BtfType.VoidType _ -> nothing();
      case BtfType.Int i -> {
        header(type, false, 0, i.size());
        int encoding = (i.signed() ? 1 : 0) | (i.character() ? 2 : 0) | (i.bool() ? 4 : 0);
        types.word(encoding << 24 | i.bitOffset() << 16 | i.bits());
      }
      case BtfType.Pointer pointer -> header(type, false, 0, pointer.type());
      case BtfType.Array array -> {
        header(type, false, 0, 0);
        types.words(array.element(), array.index(), (int) array.count());
      }
      case BtfType.Composite composite -> composite(composite);
      case BtfType.Enumeration enumeration -> enumeration(enumeration);
      case BtfType.Forward forward -> header(type, forward.union(), 0, 0);
      case BtfType.TypeTag tag -> header(type, tag.attribute(), 0, tag.type());
      case BtfType.Modifier modifier -> header(type, false, 0, modifier.type());
      case BtfType.Function function ->
          header(type, false, function.linkage() == Linkage.STATIC ? 0 : 1, function.prototype());
      case BtfType.FunctionPrototype prototype -> prototype(id, prototype);
      case BtfType.Variable variable -> {
        if (variable.linkage() == Linkage.EXTERN) {
          nothing();
        } else {
          header(type, false, 0, variable.type());
          types.word(variable.linkage() == Linkage.STATIC ? 0 : 1);
        }
      }
      case BtfType.DataSection section -> section(section);
      case BtfType.FloatingPoint number -> header(type, false, 0, number.size());
      case BtfType.DeclarationTag tag -> {
        header(type, tag.attribute(), 0, tag.type());
        types.word(tag.component());
      }
    }
  }

  private void composite(BtfType.Composite composite) {
    List<Member> members = composite.members();
    boolean bitFields = members.stream().anyMatch(Member::isBitField);
    header(composite, bitFields, members.size(), composite.size());
    for (Member member : members) {
      types.words(
          string(member.name()), member.type(), member.bitSize() << 24 | member.bitOffset());
    }
  }

  private void enumeration(BtfType.Enumeration enumeration) {
    List<Enumerator> values = enumeration.values();
    header(enumeration, enumeration.signed(), values.size(), enumeration.size());
    for (Enumerator value : values) {
      types.words(string(value.name()), (int) value.value());
      if (enumeration.wide()) {
        types.word((int) (value.value() >>> 32));
      }
    }
  }

  private void prototype(int id, BtfType.FunctionPrototype prototype) {
    int length = prototype.parameters().size() + (prototype.variadic() ? 1 : 0);
    header(prototype, false, length, prototype.result());
    boolean named = externPrototypes.contains(id);
    for (BtfType.Parameter parameter : prototype.parameters()) {
      String name = named && parameter.name().isEmpty() ? PARAMETER : parameter.name();
      types.words(string(name), parameter.type());
    }
    if (prototype.variadic()) {
      types.words(0, 0);
    }
  }

  private void section(BtfType.DataSection section) {
    boolean externs =
        EXTERN_SECTIONS.contains(section.name())
            || section.variables().stream()
                .anyMatch(
                    p ->
                        btf.type(p.type()) instanceof BtfType.Variable v
                            && v.linkage() == Linkage.EXTERN);
    if (externs) {
      nothing();
      return;
    }
    header(section, false, section.variables().size(), section.size());
    for (BtfType.Placement placement : section.variables()) {
      types.words(placement.type(), placement.offset(), placement.size());
    }
  }
}
