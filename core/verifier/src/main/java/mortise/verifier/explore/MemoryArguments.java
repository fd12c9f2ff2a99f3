package mortise.verifier.explore;

import mortise.spi.Parameter;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;

/// What is asked of arguments that point to memory, which the function reads or writes, and of
/// those that say how much of it.
///
/// Source: linux `check_helper_mem_access`, `check_mem_size_reg` (6.18).
record MemoryArguments(Verification verification, MemoryAccess accesses, FieldAccess fields) {
  private static final String MEMORY_TYPES =
      "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_";

  /// Memory of as many bytes as the map's keys or values have.
  void ofMap(Path path, Argument argument, Parameter map, boolean key, boolean written) {
    checkType(argument, false);
    if (argument.other(map).value() instanceof Pointer pointer
        && pointer.region() instanceof Region.Map region) {
      int size = key ? region.map().keySize() : region.map().valueSize();
      if (size == 0 && ((Pointer) argument.value()).isIn(Region.Stack.class)) {
        verification.reject(Rejection.of(CallRules.EMPTY_ARGUMENT));
      }
      access(path, argument, (Pointer) argument.value(), size, written);
    }
  }

  void fixed(Path path, Argument argument, Parameter.FixedMemory kind) {
    if (!argument.isForHelper()) {
      argument.checkOffset();
      plain(path, argument, kind.size());
      return;
    }
    checkType(argument, false);
    access(path, argument, (Pointer) argument.value(), kind.size(), kind.written());
    if (kind.aligned()) {
      accesses.alignment().check(argument.access(kind.size(), kind.written()), argument.value());
    }
  }

  static void checkType(Argument argument, boolean mayBeNull) {
    if (mayBeNull && argument.isNull()) {
      return;
    }
    var kind = argument.parameter().kind();
    boolean isRead =
        (kind instanceof Parameter.Memory memory && !memory.written())
            || (kind instanceof Parameter.FixedMemory fixed && !fixed.written());
    if (!isRead && isHostMemory(argument)) {
      throw argument.broken(HostRules.MAY_BE_WRITTEN);
    }
    boolean usable =
        argument.value() instanceof Pointer pointer
            && (!pointer.nullable() || mayBeNull)
            && (mayBeReadOnly(kind) || !isReadOnly(pointer.region()))
            && switch (pointer.region()) {
              case Region.Stack r -> true;
              case Region.Packet r -> true;
              case Region.MapKey r -> true;
              case Region.MapValue r -> true;
              case Region.Memory r -> isRead || !r.readOnly();
              case Region.Buffer r -> isRead || !r.readOnly();
              case Region.Space r -> false;
              case Region.Context r -> false;
              case Region.Map r -> false;
              case Region.Local r -> false;
              case Region.PacketEnd r -> false;
              case Region.Function r -> false;
              case Region.Elsewhere r -> false;
              case Region.Host r -> isHostMemory(argument);
              case Region.View r -> false;
            };
    if (!usable) {
      throw argument.isNot(MEMORY_TYPES);
    }
    argument.checkOffset();
  }

  /// Helpers may read what the host vouches for.
  ///
  /// Source: linux `check_reg_type`, `mem_types` (6.18).
  private static boolean isHostMemory(Argument argument) {
    return argument.isForHelper()
        && argument.value() instanceof Pointer pointer
        && pointer.region() instanceof Region.Host
        && !pointer.nullable()
        && pointer.obligation() == 0
        && ObjectArguments.isTrusted(pointer);
  }

  /// What a helper reads may be read only.
  private static boolean mayBeReadOnly(Parameter.Kind kind) {
    return switch (kind) {
      case Parameter.Memory k -> !k.written();
      case Parameter.FixedMemory k -> !k.written();
      case Parameter.MapValue k -> !k.written();
      default -> true;
    };
  }

  private static boolean isReadOnly(Region region) {
    return region instanceof Region.Memory memory && memory.readOnly();
  }

  /// How many bytes of memory the argument before points to.
  ///
  /// Source: linux `check_mem_size_reg` (6.18).
  void size(Path path, Argument size, boolean mayBeZero) {
    if (size.value() instanceof Pointer) {
      throw size.isNot("scalar");
    }
    var range = size.number();
    if (range.smin() < 0) {
      throw size.broken(CallRules.NEGATIVE_SIZE);
    }
    if (!mayBeZero && range.umin() == 0) {
      throw size.broken(CallRules.ZERO_SIZE).with("umin", range.umin()).with("umax", range.umax());
    }
    checkBounded(size, range);
    var memory = size.before();
    if (!(memory.parameter().kind() instanceof Parameter.Memory kind)) {
      return;
    }
    if (memory.value() instanceof Pointer pointer) {
      access(path, memory, pointer, (int) range.umax(), kind.written());
    } else if (range.umax() > 0) {
      throw memory.isNot("fp");
    }
  }

  private static void checkBounded(Argument size, ScalarRange range) {
    if (Long.compareUnsigned(range.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw size.broken(CallRules.UNBOUNDED_SIZE);
    }
  }

  /// How many bytes the buffer has that the argument before points to.
  ///
  /// Source: linux `check_kfunc_args`, is_kfunc_arg_const_mem_size (6.18).
  void bufferSize(Path path, Argument size) {
    sizeForFunction(path, size);
    size.checkConstant();
  }

  /// How many bytes of memory the argument before points to, which a kernel function reads and
  /// writes.
  ///
  /// Source: linux `check_kfunc_args`, KF_ARG_PTR_TO_MEM_SIZE (6.18).
  void sizeForFunction(Path path, Argument size) {
    var memory = size.before();
    if (!(size.value() instanceof Scalar)) {
      throw memory.broken(CallRules.SIZE_NOT_NUMBER);
    }
    boolean mayBeNull =
        switch (memory.parameter().kind()) {
          case Parameter.Buffer buffer -> buffer.mayBeNull();
          case Parameter.Memory plain -> plain.mayBeNull();
          default -> false;
        };
    if (mayBeNull && memory.isNull()) {
      return;
    }
    try {
      checkBuffer(path, memory, size);
    } catch (Rejection why) {
      if (!verification.rules.isOff(why.rule())) {
        verification.reject(
            memory
                .broken(CallRules.MEMORY_PAIR)
                .with("next", size.parameter().index())
                .with("why", why.text() + "\n"));
      }
    }
  }

  private void checkBuffer(Path path, Argument buffer, Argument size) {
    var range = size.number();
    if (range.smin() < 0) {
      throw size.broken(CallRules.NEGATIVE_SIZE);
    }
    checkBounded(size, range);
    if (buffer.value() instanceof Pointer pointer) {
      readAndWrite(path, buffer, pointer, (int) range.umax());
    } else if (range.umax() > 0) {
      throw buffer.isNot("fp");
    }
  }

  /// Source: linux `check_reg_const_str` (6.18).
  static void string(Argument argument) {
    boolean inMap =
        argument.value() instanceof Pointer there
            && !there.nullable()
            && there.isIn(Region.MapValue.class);
    if (!inMap && !argument.isForHelper()) {
      throw argument.broken(CallRules.NOT_A_STRING);
    }
    var pointer = argument.in(Region.MapValue.class, "map_value");
    var region = (Region.MapValue) pointer.region();
    var map = region.map();
    if (!map.isReadOnly() || !map.isGlobalData()) {
      throw argument.broken(CallRules.STRING_NOT_CONSTANT);
    }
    if (!pointer.isConstantOffset()) {
      throw argument.broken(CallRules.STRING_ADDRESS_UNKNOWN);
    }
    long start = pointer.constantOffset();
    Bounds.checkValue(argument.access((int) (map.valueSize() - start), false), pointer, region);
    var contents = map.contents();
    for (long at = start; at < map.valueSize(); at++) {
      if (at >= contents.limit() || contents.get((int) at) == 0) {
        return;
      }
    }
    throw argument.broken(CallRules.STRING_NOT_TERMINATED);
  }

  /// A kernel function gets `size` bytes of memory, or null.
  ///
  /// Source: linux `check_mem_reg` (6.18).
  void plain(Path path, Argument argument, int size) {
    if (argument.isNull()) {
      return;
    }
    argument.checkOffset();
    if (!(argument.value() instanceof Pointer pointer)) {
      throw argument.isNot("fp");
    }
    readAndWrite(path, argument, pointer, size);
  }

  /// The function may read and write `size` bytes of memory; nobody asks whether it is null.
  private void readAndWrite(Path path, Argument argument, Pointer pointer, int size) {
    access(path, argument, pointer.withNullable(false), size, false);
    access(path, argument, pointer.withNullable(false), size, true);
  }

  /// The function reads or writes `size` bytes of memory.
  private void access(Path path, Argument argument, Pointer pointer, int size, boolean written) {
    var access = argument.access(size, written);
    switch (pointer.region()) {
      case Region.Stack stack -> {
        if (written) {
          accesses.stack().writeByFunction(path, access, pointer, size);
        } else {
          accesses.stack().readByFunction(path, access, pointer, size);
        }
      }
      case Region.MapValue value -> {
        Bounds.checkValue(access, pointer, value);
        fields.checkFunction(access, pointer, value.type());
      }
      case Region.Packet packet -> {
        if (!mayPassPacket(argument.site(), written)) {
          throw Rejection.of(CallRules.PACKET_ARGUMENT);
        }
        accesses.checkPacket(access, pointer);
      }
      case Region.MapKey key ->
          Bounds.check(
              access, pointer, key.map().keySize(), "map key, key_size=" + key.map().keySize());
      case Region.Host object -> {
        if (written) {
          throw Rejection.of(MemoryRules.QUALIFIED_READ_ONLY, "why", "only read is supported");
        }
        accesses.checkRegion(path, access, pointer);
      }
      case Region.Buffer buffer -> {
        if (written && buffer.readOnly()) {
          throw argument.broken(MemoryRules.READ_ONLY);
        }
        Bounds.checkBuffer(access, pointer, buffer);
      }
      case Region.Memory plain -> {
        if (written && plain.readOnly()) {
          throw argument.broken(MemoryRules.READ_ONLY);
        }
        Bounds.check(access, pointer, plain.size(), "memory, mem_size=" + plain.size());
      }
      case Region.Context context when verification.kind.contextAsIs() ->
          context(path, access, pointer);
      default -> throw argument.isNot("fp");
    }
  }

  /// The last byte stands for all.
  private void context(Path path, Access access, Pointer pointer) {
    if (access.size() == 0) {
      return;
    }
    var last = new Access(access.at(), access.register(), access.size() - 1, 1, access.kind());
    if (access.isRead()) {
      accesses.read(path, last, pointer);
    } else {
      accesses.write(path, last, pointer, Scalar.unknown(path.at), -1);
    }
  }

  /// A helper that may not see packets is given none, whatever it asks for.
  ///
  /// Source: linux `check_func_arg` (6.18).
  void checkPacketMayPass(Argument argument) {
    boolean any = argument.parameter().kind() instanceof Parameter.Anything;
    if (!any
        && argument.value() instanceof Pointer pointer
        && pointer.region() instanceof Region.Packet
        && !mayPassPacket(argument.site(), false)) {
      throw Rejection.of(CallRules.PACKET_ARGUMENT);
    }
  }

  private boolean mayPassPacket(CallSite site, boolean written) {
    var packets = verification.kind.packets();
    boolean available =
        switch (packets) {
          case NONE, LOAD -> false;
          case READ -> !written;
          case READ_WRITE, OPEN -> true;
        };
    return available
        && (!site.plan().isHelper() || site.plan().takesPackets() || packets == PacketAccess.OPEN);
  }
}
