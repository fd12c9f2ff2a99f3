package mortise.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.object.btf.Btf;
import mortise.object.bytes.Bytes;

/// What `.BTF.ext` says about the instructions of each section: functions, lines and CO-RE
/// relocations, ascending by offset.
///
/// Source: `struct btf_ext_header` in libbpf's btf.h.
final class ExtInfo {
  /// What one section's instructions say of themselves.
  static final class OfSection {
    final List<FunctionInfo> functions = new ArrayList<>();
    final List<LineInfo> lines = new ArrayList<>();
    final List<CoreRelocation> relocations = new ArrayList<>();
  }

  /// The function that begins at byte `offset` of the section.
  record FunctionInfo(int offset, int function) {}

  /// The line of the instruction at byte `offset`; names are string offsets.
  record LineInfo(int offset, int file, int text, int place) {}

  /// A CO-RE relocation of the instruction at byte `offset`.
  ///
  /// @param at where in `.BTF.ext` it stands, for messages
  record CoreRelocation(int offset, int type, String access, int kind, long at) {}

  private final Bytes data;
  private final Btf btf;
  private final Map<String, OfSection> sections = new HashMap<>();

  private ExtInfo(Bytes data, Btf btf) {
    this.data = data;
    this.btf = btf;
  }

  static ExtInfo none(String file) {
    return new ExtInfo(Bytes.of(file, ".BTF.ext", new byte[0]), Btf.EMPTY);
  }

  static ExtInfo parse(Bytes data, Btf btf) {
    var result = new ExtInfo(data, btf);
    if (data.u16(0) != 0xeb9f) {
      throw data.fail(
          0, "not BTF.ext: it begins with 0x%04x and not 0xeb9f".formatted(data.u16(0)));
    }
    long header = data.u32(4);
    if (header < 24 || header > data.size()) {
      throw data.fail(4, "a header of %d bytes is not possible".formatted(header));
    }
    result.read(header, 8, 8, result::function);
    result.read(header, 16, 16, result::line);
    if (header >= 32) {
      result.read(header, 24, 16, result::relocation);
    }
    for (OfSection section : result.sections.values()) {
      section.functions.sort(Comparator.comparingInt(FunctionInfo::offset));
      section.lines.sort(Comparator.comparingInt(LineInfo::offset));
      section.relocations.sort(Comparator.comparingInt(CoreRelocation::offset));
    }
    return result;
  }

  OfSection of(String section) {
    return sections.getOrDefault(section, new OfSection());
  }

  Bytes data() {
    return data;
  }

  private interface RecordReader {
    void read(OfSection section, long at);
  }

  /// Reads the part whose offset and length stand at `field` of the header.
  private void read(long header, int field, int smallest, RecordReader reader) {
    long at = header + data.u32(field);
    long end = at + data.u32(field + 4L);
    if (at == end) {
      return;
    }
    if (end > data.size()) {
      throw data.fail(field, "a part ends at 0x%x, outside of the section".formatted(end));
    }
    long step = data.u32(at);
    if (step < smallest || step % 4 != 0 || step > data.size()) {
      throw data.fail(at, "records of %d bytes are not possible".formatted(step));
    }
    at += 4;
    while (at < end) {
      long nameAt = at;
      String name =
          btf.string(data.u32(at))
              .orElseThrow(() -> data.fail(nameAt, "a section's name lies outside of the strings"));
      long count = data.u32(at + 4);
      at += 8;
      if (count * step > end - at) {
        throw data.fail(at - 4, "%d records do not fit into this part".formatted(count));
      }
      OfSection section = sections.computeIfAbsent(name, _ -> new OfSection());
      for (long i = 0; i < count; i++) {
        int offset = data.i32(at);
        if (offset < 0 || offset % RawInstruction.BYTES != 0) {
          throw data.fail(at, "instruction offset 0x%x is not possible".formatted(offset));
        }
        reader.read(section, at);
        at += step;
      }
    }
  }

  private void function(OfSection section, long at) {
    section.functions.add(new FunctionInfo(data.i32(at), data.i32(at + 4)));
  }

  private void line(OfSection section, long at) {
    section.lines.add(
        new LineInfo(data.i32(at), data.i32(at + 4), data.i32(at + 8), data.i32(at + 12)));
  }

  private void relocation(OfSection section, long at) {
    long access = data.u32(at + 8);
    String path =
        btf.string(access)
            .filter(s -> s.length() <= CoreRelocations.MAX_ACCESS)
            .orElseThrow(() -> data.fail(at + 8, "the access string is missing or too long"));
    int type = data.i32(at + 4);
    if (btf.find(type).isEmpty()) {
      throw data.fail(
          at + 4,
          "relocation refers to type %d, but there are only %d".formatted(type, btf.size() - 1));
    }
    section.relocations.add(new CoreRelocation(data.i32(at), type, path, data.i32(at + 12), at));
  }
}
