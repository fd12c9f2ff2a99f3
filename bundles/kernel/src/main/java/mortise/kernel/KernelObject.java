package mortise.kernel;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mortise.kernel.bpf.Attributes;
import mortise.kernel.bpf.Bpf;
import mortise.kernel.bpf.BpfException;
import mortise.object.BpfMap;
import mortise.object.BpfObject;
import mortise.object.MapType;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.object.SourceLine;
import mortise.object.btf.BtfType;

/// An object whose types and maps the kernel has. Closing it takes them away again.
///
/// For one thread.
public final class KernelObject implements AutoCloseable {
  private static final int BTF_LOAD_SIZE = 40;

  private final Bpf bpf;
  private final KernelTypes kernel;
  private final BpfObject object;
  private final BtfEncoder encoder;
  private final int types;
  private final KernelMaps maps;

  KernelObject(Bpf bpf, KernelTypes kernel, BpfObject object) {
    this.bpf = bpf;
    this.kernel = kernel;
    this.object = object;
    encoder = new BtfEncoder(object.btf());
    for (Program program : object.programs()) {
      for (SourceLine line : program.lines()) {
        encoder.string(line.file());
        encoder.string(line.text());
      }
    }
    types = object.btf().size() > 1 ? loadTypes() : -1;
    maps = new KernelMaps(bpf, types);
  }

  /// Types that the kernel does not like are left out, as libbpf does.
  private int loadTypes() {
    byte[] bytes = encoder.bytes();
    try (var arena = Arena.ofConfined()) {
      var attributes =
          new Attributes(arena, BTF_LOAD_SIZE).pointer(0, bytes).word(16, bytes.length);
      return bpf.call(Bpf.BTF_LOAD, attributes).value();
    }
  }

  /// Whether the kernel took the object's types; without them it knows no special fields.
  public boolean hasTypes() {
    return types >= 0;
  }

  /// The object as it was relocated for this kernel.
  public BpfObject object() {
    return object;
  }

  /// What the kernel says of a program of the object.
  ///
  /// @throws IllegalArgumentException if the object has no such program
  public KernelVerdict judge(String program) {
    return judge(program, Map.of());
  }

  /// What the kernel says of a program of the object with some slots changed.
  ///
  /// @throws IllegalArgumentException if the object has no such program
  public KernelVerdict judge(String name, Map<Integer, RawInstruction> changes) {
    Program program =
        object
            .program(name)
            .orElseThrow(() -> new IllegalArgumentException("no program '%s'".formatted(name)));
    Program changed = changes.isEmpty() ? program : program.withChanges(changes);
    try {
      long[] image = new ProgramImage(kernel, maps).of(changed);
      return new ProgramLoading(bpf, kernel, changed, image)
          .load(types, encoder, operation(program));
    } catch (BpfException | ProgramImage.Missing e) {
      return new KernelVerdict.Unsupported(String.valueOf(e.getMessage()));
    }
  }

  /// The kernel's struct, and the number of its member that a `struct_ops` program is for.
  ///
  /// Source: `bpf_object__collect_st_ops_relos` (libbpf 1.6).
  private Attachment operation(Program program) {
    for (BpfMap map : object.maps()) {
      for (BpfMap.Slot slot : map.definition().slots()) {
        boolean here = slot.program() && slot.name().equals(program.name());
        if (here && map.type().equals(MapType.STRUCT_OPS)) {
          return operation(map, slot.index());
        }
      }
    }
    return Attachment.NONE;
  }

  private Attachment operation(BpfMap map, int offset) {
    if (!(object.btf().resolve(map.valueType()) instanceof BtfType.Struct mine)) {
      return Attachment.NONE;
    }
    Optional<String> member =
        mine.members().stream()
            .filter(m -> m.offset() == offset)
            .map(BtfType.Member::name)
            .findFirst();
    OptionalInt id = kernel.btf().id(KernelTypes.essential(mine.name()), BtfType.Struct.class);
    if (member.isEmpty()
        || id.isEmpty()
        || !(kernel.btf().type(id.getAsInt()) instanceof BtfType.Struct theirs)) {
      return Attachment.NONE;
    }
    int index = theirs.members().stream().map(BtfType.Member::name).toList().indexOf(member.get());
    return index < 0 ? Attachment.NONE : new Attachment(index, id.getAsInt());
  }

  @Override
  public void close() {
    maps.close();
    if (types >= 0) {
      bpf.close(types);
    }
  }
}
