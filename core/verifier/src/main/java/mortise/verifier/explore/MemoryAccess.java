package mortise.verifier.explore;

import java.util.OptionalLong;
import mortise.spi.HostView;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.spi.StandardRules;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Reads and writes of memory, by what the pointer points into.
///
/// Source: linux `check_mem_access` (6.18).
final class MemoryAccess {
  private final Verification verification;
  private final StackAccess stack;
  private final ObjectAccess objects;
  private final ContextAccess contexts;
  private final FieldAccess fields;
  private final Alignment alignment;

  MemoryAccess(Verification verification, FieldAccess fields) {
    this.verification = verification;
    this.fields = fields;
    alignment = new Alignment(verification.strictAlignment);
    stack = new StackAccess(verification);
    objects = new ObjectAccess(verification, new HostObjects(verification, fields.results()));
    contexts = new ContextAccess(verification, fields.results());
  }

  StackAccess stack() {
    return stack;
  }

  Alignment alignment() {
    return alignment;
  }

  /// Checks that a whole region of any size may be read or written by somebody else.
  void checkRegion(Path path, Access access, Value base) {
    var pointer = dereferenceable(access, base);
    if (pointer.region() instanceof Region.View
        || (pointer.region() instanceof Region.Context && !contexts.isMemory())) {
      throw Rejection.of(
          StandardRules.ARGUMENT_TYPE,
          "register",
          Names.register(access.register()),
          "type",
          Names.type(pointer),
          "expected",
          "fp");
    }
    if (pointer.region() instanceof Region.Context && access.size() == 0) {
      return;
    }
    if (pointer.region() instanceof Region.Stack) {
      if (access.isRead()) {
        stack.readByFunction(path, access, pointer, access.size());
      } else {
        stack.writeByFunction(path, access, pointer, access.size());
      }
    } else if (access.isRead()) {
      read(path, access, base);
    } else {
      write(path, access, base, Scalar.unknown(path.at), -1);
    }
  }

  /// What a load gives.
  Value read(Path path, Access access, Value base) {
    alignment.check(access, base);
    var pointer = dereferenceable(access, base);
    if (isProbed(pointer)) {
      verification.probe(path.at);
    }
    return switch (pointer.region()) {
      case Region.Stack s -> stack.read(path, access, pointer);
      case Region.Context c -> contexts.read(path, access, pointer);
      case Region.MapValue value -> readValue(path, access, pointer, value);
      case Region.MapKey key -> {
        Bounds.check(
            access, pointer, key.map().keySize(), "map key, key_size=" + key.map().keySize());
        yield loaded(path, access);
      }
      case Region.Local object -> fields.read(path, access, pointer, object, objects);
      case Region.Packet packet -> {
        checkPacket(access, pointer);
        yield loaded(path, access);
      }
      case Region.Memory memory -> {
        if (!isProbed(pointer)) {
          Bounds.check(access, pointer, memory.size(), "memory, mem_size=" + memory.size());
        }
        yield loaded(path, access);
      }
      case Region.Map map -> objects.readMap(path, access, pointer, map);
      case Region.Buffer buffer -> {
        Bounds.checkBuffer(access, pointer, buffer);
        yield loaded(path, access);
      }
      // What is not there is brought there, or the access has no effect.
      case Region.Space space -> loaded(path, access);
      case Region.Host host -> objects.readHost(path, access, pointer, host);
      case Region.View view -> {
        checkView(access, pointer, view.view());
        yield loaded(path, access);
      }
      case Region.PacketEnd e -> throw notMemory(access, pointer);
      case Region.Function f -> throw notMemory(access, pointer);
      case Region.Elsewhere e -> throw notMemory(access, pointer);
    };
  }

  /// Whether nobody vouches for what the pointer leads to: a load that finds nothing there gives 0.
  ///
  /// Source: linux `convert_ctx_accesses`, `BPF_PROBE_MEM` (6.18).
  private static boolean isProbed(Pointer pointer) {
    return switch (pointer.region()) {
      case Region.Host host ->
          !isReadable(pointer) || (pointer.obligation() == 0 && pointer.qualifiers().isEmpty());
      case Region.Local object -> !isReadable(pointer);
      case Region.Memory memory -> memory.readOnly() && !isReadable(pointer);
      // A machine's maps are described by nothing in its memory.
      case Region.Map map -> true;
      default -> false;
    };
  }

  private static boolean isReadable(Pointer pointer) {
    return pointer.qualifiers().stream().allMatch(q -> q.unwritable().isEmpty());
  }

  /// What a load gives of which nothing is known; functions may read any number of bytes.
  static Value loaded(Path path, Access access) {
    return access.size() < 8 && Integer.bitCount(access.size()) == 1
        ? Scalar.of(ScalarRange.zeroExtendedLoad(access.size()), path.at)
        : Scalar.unknown(path.at);
  }

  private Value readValue(Path path, Access access, Pointer pointer, Region.MapValue value) {
    Bounds.checkValue(access, pointer, value);
    fields.checkValue(access, pointer, value.type());
    var special = fields.readValue(path, access, pointer, value.type());
    if (special != null) {
      return special;
    }
    if (value.map().isReadOnly()
        && value.map().isGlobalData()
        && pointer.isConstantOffset()
        && access.size() <= 8) {
      var constant = constant(value, pointer.constantOffset() + access.offset(), access.size());
      if (constant.isPresent()) {
        return Scalar.constant(constant.getAsLong(), path.at);
      }
    }
    return loaded(path, access);
  }

  /// What read-only data is is known.
  private static OptionalLong constant(Region.MapValue value, long offset, int size) {
    var contents = value.map().contents();
    if (offset < 0 || offset + size > contents.limit()) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = (number << 8) | (contents.get((int) offset + i) & 0xff);
    }
    return OptionalLong.of(number);
  }

  /// Whether nobody looks at what the program answers.
  boolean givesNothing() {
    return contexts.givesNothing();
  }

  /// Checks a store, and changes what is known of the stack.
  ///
  /// @param register which register holds the value, -1 if none
  void write(Path path, Access access, Value base, Value value, int register) {
    alignment.check(access, base);
    var pointer = dereferenceable(access, base);
    if (pointer.region() instanceof Region.Memory memory && memory.readOnly()) {
      throw readOnly(access, pointer);
    }
    for (var qualifier : pointer.qualifiers()) {
      if (!qualifier.unwritable().isEmpty()) {
        verification.reject(
            Rejection.of(MemoryRules.QUALIFIED_READ_ONLY, "why", qualifier.unwritable()));
      }
    }
    switch (pointer.region()) {
      case Region.Stack s ->
          stack.write(
              path, access, pointer, linkedForSpill(path, access, pointer, value, register));
      case Region.Context c -> contexts.write(access, pointer);
      case Region.MapValue map -> {
        Bounds.checkValue(access, pointer, map);
        fields.checkStore(path, access, pointer, map.type(), value, register);
      }
      case Region.MapKey key ->
          throw Rejection.of(MemoryRules.KEY_WRITE, "register", Names.register(access.register()));
      case Region.Local object -> fields.write(access, pointer, object, objects);
      case Region.Packet packet -> {
        if (verification.kind.packets() != PacketAccess.READ_WRITE
            && verification.kind.packets() != PacketAccess.OPEN) {
          throw Rejection.of(MemoryRules.PACKET_READ_ONLY);
        }
        checkPacket(access, pointer);
      }
      case Region.Memory memory ->
          Bounds.check(access, pointer, memory.size(), "memory, mem_size=" + memory.size());
      case Region.Map map ->
          throw Rejection.of(MemoryRules.MAP_DESCRIPTOR, "struct", objects.descriptor(map));
      case Region.Space space -> {}
      case Region.Buffer buffer -> {
        if (buffer.readOnly()) {
          throw readOnly(access, pointer);
        }
        Bounds.checkBuffer(access, pointer, buffer);
      }
      case Region.Host host -> objects.checkHostWrite(access, pointer, host);
      case Region.View view -> {
        if (!view.view().isWritable()) {
          throw readOnly(access, pointer);
        }
        checkView(access, pointer, view.view());
      }
      case Region.PacketEnd e -> throw notMemory(access, pointer);
      case Region.Function f -> throw notMemory(access, pointer);
      case Region.Elsewhere e -> throw notMemory(access, pointer);
    }
  }

  /// A number spilled whole is linked with the register that it came from.
  private Value linkedForSpill(
      Path path, Access access, Pointer pointer, Value value, int register) {
    if (register < 0
        || !(value instanceof Scalar scalar)
        || scalar.range().isConstant()
        || !pointer.isConstantOffset()
        || (pointer.constantOffset() + access.offset()) % 8 != 0) {
      return value;
    }
    if (access.size() < 8 && !scalar.range().zeroExtend(8 * access.size()).equals(scalar.range())) {
      return value;
    }
    if (scalar.isBase()) {
      return scalar;
    }
    var linked = scalar.linked(verification.nextId());
    path.set(register, linked);
    return linked;
  }

  void checkPacket(Access access, Pointer pointer) {
    if (verification.kind.packets() == PacketAccess.NONE) {
      throw notMemory(access, pointer);
    }
    Packets.check(access, pointer);
  }

  /// Source: linux `check_sock_access`, `check_flow_keys_access` (6.18).
  private static void checkView(Access access, Pointer pointer, HostView view) {
    long offset = (long) pointer.offset() + access.offset();
    boolean allowed =
        pointer.variable().isConstant(0)
            && view.fields().stream()
                .anyMatch(field -> ContextAccess.fits(field, offset, access, view.whole()));
    if (!allowed) {
      throw Rejection.of(
          view.refusal(),
          "register",
          Names.register(access.register()),
          "type",
          Names.type(pointer),
          "offset",
          offset,
          "size",
          access.size());
    }
  }

  private Pointer dereferenceable(Access access, Value base) {
    if (!(base instanceof Pointer pointer)) {
      if (base == Uninitialised.VALUE) {
        throw new IllegalStateException("checked before");
      }
      throw Rejection.of(
          MemoryRules.NOT_A_POINTER,
          "register",
          Names.register(access.register()),
          "type",
          "scalar",
          "origin",
          base instanceof Scalar scalar ? scalar.origin() : -1);
    }
    if (pointer.nullable()) {
      verification.reject(
          Rejection.of(
              MemoryRules.NULLABLE,
              "register",
              Names.register(access.register()),
              "type",
              Names.type(pointer)));
      pointer = pointer.withNullable(false);
    }
    var poison = pointer.poisonFor("*");
    if (poison != null) {
      verification.reject(PointerRules.poisoned(Names.register(access.register()), poison));
    }
    return pointer;
  }

  private static Rejection notMemory(Access access, Pointer pointer) {
    return Rejection.of(
        MemoryRules.NOT_A_POINTER,
        "register",
        Names.register(access.register()),
        "type",
        Names.type(pointer));
  }

  private static Rejection readOnly(Access access, Pointer pointer) {
    return Rejection.of(
        MemoryRules.READ_ONLY,
        "register",
        Names.register(access.register()),
        "type",
        Names.type(pointer));
  }
}
