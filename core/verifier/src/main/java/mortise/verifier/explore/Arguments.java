package mortise.verifier.explore;

import java.util.ArrayList;
import mortise.spi.MapKind;
import mortise.spi.Parameter;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.spi.Rule;
import mortise.spi.StandardRules;
import mortise.spi.Target;
import mortise.verifier.domain.Tnum;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// The checks that every parameter of a kind undergoes, before what its function requires.
///
/// Source: linux `check_func_arg`, `check_kfunc_args`, `check_func_arg_reg_off` (6.18).
record Arguments(Verification verification, MemoryAccess memory, FieldAccess fields, Slots slots) {
  private static final String MEMORY_TYPES =
      "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_";

  void check(Path path, Parameter parameter, CallSite site) {
    var value = site.value(parameter);
    if (site.plan().isHelper() && !(parameter.kind() instanceof Parameter.Ignored)) {
      path.use(parameter.index() + 1);
    }
    switch (parameter.kind()) {
      case Parameter.Ignored k -> {}
      case Parameter.Anything k -> {}
      case Parameter.Scalar k -> scalar(parameter, site, value);
      case Parameter.Constant k -> constant(parameter, site, value);
      case Parameter.LocalType k -> localType(parameter, site, value);
      case Parameter.Pointer k -> offset(parameter, site, value);
      case Parameter.NotNull k -> {
        notNull(parameter, site, value);
        offset(parameter, site, value);
      }
      case Parameter.Trusted k -> trusted(parameter, site, value, k.release());
      case Parameter.Owned k -> owned(parameter, site, value, k.target());
      case Parameter.TrustedOr k -> trustedOr(parameter, site, value, k);
      case Parameter.Host k -> host(path, parameter, site, value, k);
      case Parameter.View k -> view(parameter, site, value, k);
      case Parameter.Map k -> expect(parameter, site, value, Region.Map.class, "map_ptr");
      case Parameter.MapKey k -> mapMemory(path, parameter, site, k.map(), true, false);
      case Parameter.MapValue k -> mapValue(path, parameter, site, value, k);
      case Parameter.Memory k -> memoryType(parameter, site, value, k.mayBeNull());
      case Parameter.Size k -> size(path, parameter, site, value, k.mayBeZero());
      case Parameter.ConstantSize k -> constantSize(parameter, site, value);
      case Parameter.FixedMemory k -> {
        memoryType(parameter, site, value, false);
        if (k.aligned()) {
          memory.checkAlignment(access(parameter, site, k.size(), k.written()), (Pointer) value);
        }
        access(path, parameter, site, (Pointer) value, k.size(), k.written());
      }
      case Parameter.ConstantString k -> string(parameter, site, value);
      case Parameter.Context k -> {
        if (!k.mayBeNull() || !Conditions.isNull(value)) {
          context(parameter, site, value);
        }
      }
      case Parameter.StackOrNull k -> {
        if (!Conditions.isNull(value)) {
          expect(parameter, site, value, Region.Stack.class, "fp");
        }
      }
      case Parameter.Subprogram k -> {
        if (!k.mayBeNull() || !Conditions.isNull(value)) {
          callback(parameter, site, value);
        }
      }
      case Parameter.Slot k -> {
        if (value instanceof Pointer pointer && pointer.region() instanceof Region.Elsewhere) {
          offset(parameter, site, value);
        }
        if (!k.mayBeNull() || !Conditions.isNull(value)) {
          slots.check(path, parameter, k, site);
        }
      }
      case Parameter.Buffer k -> buffer(parameter, site, value);
      case Parameter.BufferSize k -> bufferSize(path, parameter, site, value);
      case Parameter.ContextOr k -> {
        if (k.programKinds().contains(verification.kind.name())) {
          context(parameter, site, value);
        } else {
          var kind = new Parameter.Host(k.type(), java.util.List.of(), false, false);
          host(path, parameter, site, value, kind);
        }
      }
    }
  }

  private static Rejection broken(Rule rule, Parameter parameter, CallSite site) {
    return Rejection.of(
        rule,
        "register",
        Names.register(parameter.index() + 1),
        "index",
        parameter.index(),
        "arg",
        site.plan().argumentName(parameter.index()),
        "function",
        site.plan().name(),
        "type",
        Names.type(site.value(parameter)));
  }

  private static void scalar(Parameter parameter, CallSite site, Value value) {
    if (!(value instanceof Scalar)) {
      throw broken(CallRules.NOT_SCALAR, parameter, site);
    }
  }

  private static void constant(Parameter parameter, CallSite site, Value value) {
    scalar(parameter, site, value);
    if (!((Scalar) value).mark().range().isConstant()) {
      throw broken(CallRules.NOT_CONSTANT, parameter, site);
    }
  }

  /// Source: linux `check_func_arg`, ARG_CONST_ALLOC_SIZE_OR_ZERO (6.18).
  private static void constantSize(Parameter parameter, CallSite site, Value value) {
    if (!(value instanceof Scalar number)) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", "scalar");
    }
    if (!number.mark().range().isConstant()) {
      throw broken(CallRules.SIZE_NOT_CONSTANT, parameter, site);
    }
  }

  private static void localType(Parameter parameter, CallSite site, Value value) {
    constant(parameter, site, value);
    long id = ((Scalar) value).range().constantValue();
    if (id < 0 || id > 0xffff_ffffL) {
      throw broken(CallRules.TYPE_RANGE, parameter, site);
    }
  }

  private static void expect(
      Parameter parameter,
      CallSite site,
      Value value,
      Class<? extends Region> region,
      String expected) {
    if (!(value instanceof Pointer pointer)
        || pointer.nullable()
        || !region.isInstance(pointer.region())) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", expected);
    }
  }

  private static void context(Parameter parameter, CallSite site, Value value) {
    initialised(parameter, site, value);
    if (site.plan().isHelper()) {
      expect(parameter, site, value, Region.Context.class, "ctx");
    } else if (!(value instanceof Pointer pointer)
        || !(pointer.region() instanceof Region.Context)) {
      throw broken(CallRules.NOT_CONTEXT, parameter, site);
    }
    offset(parameter, site, value);
  }

  private static void callback(Parameter parameter, CallSite site, Value value) {
    initialised(parameter, site, value);
    if (!(value instanceof Pointer pointer) || !(pointer.region() instanceof Region.Function)) {
      throw site.plan().isHelper()
          ? broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", "func")
          : broken(CallRules.NOT_A_FUNCTION, parameter, site);
    }
  }

  private void trusted(Parameter parameter, CallSite site, Value value, boolean release) {
    notNull(parameter, site, value);
    if (!isTrusted(value)) {
      throw broken(CallRules.UNTRUSTED, parameter, site);
    }
    var pointer = (Pointer) value;
    if (release && pointer.obligation() != 0 && pointer.offset() != 0) {
      throw broken(CallRules.RELEASE_OFFSET, parameter, site);
    }
    offset(parameter, site, value);
  }

  /// Source: linux `check_func_arg_reg_off`, OBJ_RELEASE (6.18).
  private static void owned(Parameter parameter, CallSite site, Value value, Target target) {
    if (!(value instanceof Pointer pointer) || !Conditions.matches(target, pointer)) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site)
          .with("expected", Names.expected(target));
    }
    if (pointer.offset() != 0) {
      throw broken(CallRules.RELEASE_OFFSET, parameter, site);
    }
    if (!pointer.variable().isConstant(0)) {
      throw broken(PointerRules.VARIABLE_OFFSET, parameter, site)
          .with("var_off", pointer.variable().tnum());
    }
  }

  private void trustedOr(
      Parameter parameter, CallSite site, Value value, Parameter.TrustedOr kind) {
    notNull(parameter, site, value);
    boolean qualified = value instanceof Pointer p && p.has(kind.qualifier());
    if (!qualified && !isTrusted(value)) {
      throw broken(CallRules.NOT_RCU, parameter, site);
    }
    offset(parameter, site, value);
  }

  /// Source: linux `check_kfunc_args`, `process_kf_arg_ptr_to_btf_id` (6.18).
  private void host(
      Path path, Parameter parameter, CallSite site, Value value, Parameter.Host kind) {
    boolean isNull = Conditions.isNull(value);
    if (site.plan().isHelper()) {
      helpersHost(parameter, site, value, kind);
      return;
    }
    if (kind.mayBeNull() && (isNull || (value instanceof Pointer p && p.nullable()))) {
      if (!isNull) {
        offset(parameter, site, value);
      }
      return;
    }
    notNull(parameter, site, value);
    if (value instanceof Pointer map
        && map.region() instanceof Region.Map region
        && HostObjects.isMap(verification, region, kind.type())) {
      offset(parameter, site, value);
      return;
    }
    if (!(value instanceof Pointer given)
        || !(struct(given).region() instanceof Region.Host
            || given.region() instanceof Region.Local)) {
      plainObject(path, parameter, site, value, kind);
      return;
    }
    var pointer = struct(given);
    if (!isTrusted(value) && kind.also().stream().noneMatch(pointer::has)) {
      throw broken(
          kind.also().isEmpty() ? CallRules.UNTRUSTED : CallRules.NOT_RCU, parameter, site);
    }
    if (kind.release()
        && pointer.obligation() != 0
        && (!pointer.isConstantOffset() || pointer.constantOffset() != 0)) {
      throw broken(CallRules.RELEASE_OFFSET, parameter, site);
    }
    offset(parameter, site, value);
    boolean fits =
        pointer.region() instanceof Region.Host there
            && (kind.release()
                ? there.type().equals(kind.type())
                : HostObjects.isAt(verification, there, pointer.constantOffset(), kind.type()));
    if (!fits) {
      throw broken(HostRules.OTHER_TYPE, parameter, site)
          .with("expected", kind.type())
          .with("actual", typeName(pointer.region()));
    }
    if (kind.release() && site.state().obligation(pointer.obligation()) == null) {
      throw broken(HostRules.NOT_OWED, parameter, site);
    }
  }

  /// A pointer to what a view shows is one to the host's struct, where there is one.
  ///
  /// Source: linux `reg2btf_ids` (6.18).
  private static Pointer struct(Pointer pointer) {
    return pointer.region() instanceof Region.View view && view.view().type().isPresent()
        ? pointer.in(new Region.Host(view.view().type().get()))
        : pointer;
  }

  /// Source: linux `check_reg_type`, `btf_ptr_types` (6.18).
  private void helpersHost(Parameter parameter, CallSite site, Value value, Parameter.Host kind) {
    if (kind.mayBeNull() && Conditions.isNull(value)) {
      return;
    }
    if (!(value instanceof Pointer pointer)
        || (pointer.nullable() && !kind.mayBeNull())
        || !(pointer.region() instanceof Region.Host there)
        || pointer.qualifiers().stream().anyMatch(q -> !q.unwritable().isEmpty())) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site)
          .with("expected", "ptr_, trusted_ptr_, rcu_ptr_");
    }
    offset(parameter, site, value);
    if (!HostObjects.isAt(verification, there, pointer.constantOffset(), kind.type())) {
      throw broken(HostRules.HELPER_TYPE, parameter, site)
          .with("expected", kind.type())
          .with("actual", there.type());
    }
  }

  /// A struct of numbers may lie in any memory of the program's.
  ///
  /// Source: linux `get_kfunc_ptr_arg_type`, KF_ARG_PTR_TO_MEM (6.18).
  private void plainObject(
      Path path, Parameter parameter, CallSite site, Value value, Parameter.Host kind) {
    var size = HostObjects.sizeOfNumbers(verification, kind.type());
    if (size.isEmpty()) {
      throw broken(HostRules.NOT_AN_OBJECT, parameter, site).with("expected", kind.type());
    }
    if (!(value instanceof Pointer pointer)) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", "fp");
    }
    access(path, parameter, site, pointer, (int) size.getAsLong(), false);
    access(path, parameter, site, pointer, (int) size.getAsLong(), true);
    if (kind.release()) {
      throw broken(HostRules.NOT_OWED, parameter, site);
    }
  }

  private static String typeName(Region region) {
    return switch (region) {
      case Region.Host host -> host.type();
      case Region.Local local -> local.type().name();
      default -> "?";
    };
  }

  private static void notNull(Parameter parameter, CallSite site, Value value) {
    if (Conditions.isNull(value) || (value instanceof Pointer p && p.nullable())) {
      throw broken(CallRules.NULL_ARGUMENT, parameter, site);
    }
  }

  /// Source: linux `is_trusted_reg` (6.18).
  private static boolean isTrusted(Value value) {
    return value instanceof Pointer pointer
        && (pointer.obligation() != 0
            || (pointer.region() instanceof Region.View view && view.view().type().isPresent())
            || ((pointer.region() instanceof Region.Local
                    || (pointer.region() instanceof Region.Host && !pointer.qualifiers().isEmpty()))
                && pointer.qualifiers().stream().allMatch(q -> q.trusted())));
  }

  /// Source: linux `check_func_arg_reg_off` (6.18).
  static void offset(Parameter parameter, CallSite site, Value value) {
    var register = Names.register(parameter.index() + 1);
    initialised(parameter, site, value);
    if (!(value instanceof Pointer pointer)) {
      return;
    }
    var poison = pointer.poisonFor(site.plan().name());
    if (poison != null) {
      throw PointerRules.poisoned(register, poison);
    }
    boolean anyOffset =
        !pointer.nullable()
            && !(pointer.region() instanceof Region.Local
                || pointer.region() instanceof Region.Host
                || pointer.region() instanceof Region.View
                || pointer.region() instanceof Region.Context
                || pointer.region() instanceof Region.Map
                || pointer.region() instanceof Region.Function
                || pointer.region() instanceof Region.Elsewhere
                || pointer.region() instanceof Region.PacketEnd);
    if (anyOffset) {
      return;
    }
    boolean fixedOffset =
        !pointer.nullable()
            && (pointer.region() instanceof Region.Local || pointer.region() instanceof Region.Host)
            && pointer.qualifiers().stream().allMatch(q -> q.elsewhere().isEmpty());
    if (pointer.offset() < 0) {
      throw broken(PointerRules.NEGATIVE_OFFSET, parameter, site).with("offset", pointer.offset());
    }
    if (!fixedOffset && pointer.offset() != 0) {
      throw broken(PointerRules.MODIFIED, parameter, site).with("offset", pointer.offset());
    }
    if (!pointer.variable().isConstant(0)) {
      throw broken(PointerRules.VARIABLE_OFFSET, parameter, site)
          .with("var_off", pointer.variable().tnum());
    }
  }

  /// What a register holds that was never set lies, as far as the kernel knows, anywhere.
  private static void initialised(Parameter parameter, CallSite site, Value value) {
    if (value instanceof Uninitialised) {
      throw broken(PointerRules.VARIABLE_OFFSET, parameter, site).with("var_off", Tnum.UNKNOWN);
    }
  }

  private void mapMemory(
      Path path, Parameter parameter, CallSite site, Parameter map, boolean key, boolean written) {
    memoryType(parameter, site, site.value(parameter), false);
    if (site.value(map) instanceof Pointer pointer
        && pointer.region() instanceof Region.Map region) {
      int size = key ? region.map().keySize() : region.map().valueSize();
      if (size == 0 && ((Pointer) site.value(parameter)).isIn(Region.Stack.class)) {
        verification.reject(Rejection.of(CallRules.EMPTY_ARGUMENT));
      }
      access(path, parameter, site, (Pointer) site.value(parameter), size, written);
    }
  }

  /// Source: linux `resolve_map_arg_type` (6.18).
  private void mapValue(
      Path path, Parameter parameter, CallSite site, Value value, Parameter.MapValue kind) {
    if (kind.mayBeNull() && Conditions.isNull(value)) {
      return;
    }
    var held =
        site.pointer(kind.map())
            .filter(p -> p.region() instanceof Region.Map)
            .flatMap(p -> verification.held(((Region.Map) p.region()).map()))
            .flatMap(MapKind.Held::stored);
    if (held.isPresent()) {
      view(parameter, site, value, held.get());
    } else {
      mapMemory(path, parameter, site, kind.map(), false, kind.written());
    }
  }

  /// Source: linux `check_reg_type`, `btf_id_sock_common_types` (6.18).
  private void view(Parameter parameter, CallSite site, Value value, Parameter.View kind) {
    if (kind.mayBeNull() && Conditions.isNull(value)) {
      return;
    }
    if (!(value instanceof Pointer pointer) || !isViewed(pointer, kind)) {
      var expected = new ArrayList<>(kind.views());
      if (kind.type().isPresent()) {
        expected.add("ptr_");
        kind.also().forEach(qualifier -> expected.add(qualifier.prefix() + "ptr_"));
      }
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site)
          .with("expected", String.join(", ", expected));
    }
    if (pointer.region() instanceof Region.Host there
        && !HostObjects.beginsWith(
            verification, there, pointer.constantOffset(), kind.type().orElseThrow())) {
      throw broken(HostRules.HELPER_TYPE, parameter, site)
          .with("expected", kind.type().orElseThrow())
          .with("actual", there.type());
    }
    if (kind.release() && pointer.offset() != 0) {
      throw broken(CallRules.RELEASE_OFFSET, parameter, site);
    }
    offset(parameter, site, value);
  }

  private static boolean isViewed(Pointer pointer, Parameter.View kind) {
    if (pointer.nullable() && !kind.mayBeNull()) {
      return false;
    }
    return switch (pointer.region()) {
      case Region.View view ->
          pointer.qualifiers().isEmpty() && kind.views().contains(view.view().name());
      case Region.Host host ->
          kind.type().isPresent()
              && (pointer.qualifiers().isEmpty()
                  || (pointer.qualifiers().size() == 1
                      && kind.also().contains(pointer.qualifiers().getFirst())));
      default -> false;
    };
  }

  /// Helpers may read what the host vouches for.
  ///
  /// Source: linux `check_reg_type`, `mem_types` (6.18).
  private static boolean isHostMemory(CallSite site, Value value) {
    return site.plan().isHelper()
        && value instanceof Pointer pointer
        && pointer.region() instanceof Region.Host
        && !pointer.nullable()
        && pointer.obligation() == 0
        && isTrusted(pointer);
  }

  private static void memoryType(
      Parameter parameter, CallSite site, Value value, boolean mayBeNull) {
    if (mayBeNull && Conditions.isNull(value)) {
      return;
    }
    boolean isRead =
        (parameter.kind() instanceof Parameter.Memory memory && !memory.written())
            || (parameter.kind() instanceof Parameter.FixedMemory fixed && !fixed.written());
    if (!isRead && isHostMemory(site, value)) {
      throw broken(HostRules.MAY_BE_WRITTEN, parameter, site);
    }
    boolean usable =
        value instanceof Pointer pointer
            && (!pointer.nullable() || mayBeNull)
            && (isRead(parameter) || !isReadOnly(pointer.region()))
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
              case Region.Host r -> isHostMemory(site, pointer);
              case Region.View r -> false;
            };
    if (!usable) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", MEMORY_TYPES);
    }
  }

  /// What a helper reads may be read only.
  private static boolean isRead(Parameter parameter) {
    return switch (parameter.kind()) {
      case Parameter.Memory k -> !k.written();
      case Parameter.FixedMemory k -> !k.written();
      case Parameter.MapValue k -> !k.written();
      default -> true;
    };
  }

  private static boolean isReadOnly(Region region) {
    return region instanceof Region.Memory memory && memory.readOnly();
  }

  /// Source: linux `check_mem_size_reg` (6.18).
  private void size(Path path, Parameter parameter, CallSite site, Value value, boolean mayBeZero) {
    if (site.plan().isHelper() && value instanceof Pointer) {
      throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", "scalar");
    }
    scalar(parameter, site, value);
    var range = ((Scalar) value).mark().range();
    var before = site.plan().parameters().get(parameter.index() - 1);
    if (range.smin() < 0) {
      throw broken(CallRules.NEGATIVE_SIZE, parameter, site);
    }
    if (!mayBeZero && range.umin() == 0) {
      throw broken(CallRules.ZERO_SIZE, parameter, site)
          .with("umin", range.umin())
          .with("umax", range.umax());
    }
    if (Long.compareUnsigned(range.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw broken(CallRules.UNBOUNDED_SIZE, parameter, site);
    }
    if (!(before.kind() instanceof Parameter.Memory kind)) {
      return;
    }
    if (site.value(before) instanceof Pointer pointer) {
      access(path, before, site, pointer, (int) range.umax(), kind.written());
    } else if (range.umax() > 0) {
      throw broken(StandardRules.ARGUMENT_TYPE, before, site).with("expected", "fp");
    }
  }

  private static void buffer(Parameter parameter, CallSite site, Value value) {
    if (value instanceof Pointer) {
      offset(parameter, site, value);
    }
  }

  /// Source: linux `check_kfunc_args`, KF_ARG_PTR_TO_MEM_SIZE (6.18).
  private void bufferSize(Path path, Parameter parameter, CallSite site, Value value) {
    var before = site.plan().parameters().get(parameter.index() - 1);
    boolean absent =
        before.kind() instanceof Parameter.Buffer buffer
            && buffer.mayBeNull()
            && Conditions.isNull(site.value(before));
    if (!absent) {
      try {
        checkBuffer(path, before, parameter, site, value);
      } catch (Rejection why) {
        if (!verification.rules.isOff(why.rule())) {
          verification.reject(
              broken(CallRules.MEMORY_PAIR, before, site)
                  .with("next", parameter.index())
                  .with("why", why.text() + "\n"));
        }
      }
    }
    if (!(value instanceof Scalar number) || !number.mark().range().isConstant()) {
      throw broken(CallRules.NOT_CONSTANT, parameter, site);
    }
  }

  private void checkBuffer(
      Path path, Parameter buffer, Parameter parameter, CallSite site, Value value) {
    scalar(parameter, site, value);
    var range = ((Scalar) value).mark().range();
    if (range.smin() < 0) {
      throw broken(CallRules.NEGATIVE_SIZE, parameter, site);
    }
    if (Long.compareUnsigned(range.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw broken(CallRules.UNBOUNDED_SIZE, parameter, site);
    }
    if (site.value(buffer) instanceof Pointer pointer && !pointer.nullable()) {
      access(path, buffer, site, pointer, (int) range.umax(), false);
      access(path, buffer, site, pointer, (int) range.umax(), true);
    } else if (range.umax() > 0) {
      throw broken(StandardRules.ARGUMENT_TYPE, buffer, site).with("expected", "fp");
    }
  }

  private static Access access(Parameter parameter, CallSite site, int size, boolean written) {
    var kind = written ? Access.Kind.WRITE : Access.Kind.READ;
    return new Access(site.at(), parameter.index() + 1, 0, size, kind);
  }

  /// Source: linux `check_reg_const_str` (6.18).
  private static void string(Parameter parameter, CallSite site, Value value) {
    expect(parameter, site, value, Region.MapValue.class, "map_value");
    var pointer = (Pointer) value;
    var region = (Region.MapValue) pointer.region();
    var map = region.map();
    if (!map.isReadOnly() || !map.isGlobalData()) {
      throw broken(CallRules.STRING_NOT_CONSTANT, parameter, site);
    }
    if (!pointer.isConstantOffset()) {
      throw broken(CallRules.STRING_ADDRESS_UNKNOWN, parameter, site);
    }
    long start = pointer.constantOffset();
    var rest = access(parameter, site, (int) (map.valueSize() - start), false);
    Bounds.checkValue(rest, pointer, region);
    var contents = map.contents();
    for (long at = start; at < map.valueSize(); at++) {
      if (at >= contents.limit() || contents.get((int) at) == 0) {
        return;
      }
    }
    throw broken(CallRules.STRING_NOT_TERMINATED, parameter, site);
  }

  /// A function reads or writes `size` bytes of memory.
  private void access(
      Path path, Parameter parameter, CallSite site, Pointer pointer, int size, boolean written) {
    var access = access(parameter, site, size, written);
    switch (pointer.region()) {
      case Region.Stack stack -> {
        if (written) {
          memory.stack().writeByFunction(path, access, pointer, size);
        } else {
          memory.stack().readByFunction(path, access, pointer, size);
        }
      }
      case Region.MapValue value -> {
        Bounds.checkValue(access, pointer, value);
        fields.checkFunction(access, pointer, value.type());
      }
      case Region.Packet packet -> {
        boolean available =
            switch (verification.kind.packets()) {
              case NONE, LOAD -> false;
              case READ -> !written;
              case READ_WRITE, OPEN -> true;
            };
        boolean open = verification.kind.packets() == PacketAccess.OPEN;
        if (!available || (site.plan().isHelper() && !site.plan().takesPackets() && !open)) {
          throw Rejection.of(CallRules.PACKET_ARGUMENT);
        }
        memory.checkPacket(access, pointer);
      }
      case Region.MapKey key ->
          Bounds.check(
              access, pointer, key.map().keySize(), "map key, key_size=" + key.map().keySize());
      case Region.Host object -> {
        if (written) {
          throw Rejection.of(MemoryRules.QUALIFIED_READ_ONLY, "why", "only read is supported");
        }
        memory.checkRegion(path, access, pointer);
      }
      case Region.Buffer buffer -> {
        if (written && buffer.readOnly()) {
          throw broken(MemoryRules.READ_ONLY, parameter, site);
        }
        Bounds.checkBuffer(access, pointer, buffer);
      }
      case Region.Memory plain -> {
        if (written && plain.readOnly()) {
          throw broken(MemoryRules.READ_ONLY, parameter, site);
        }
        Bounds.check(access, pointer, plain.size(), "memory, mem_size=" + plain.size());
      }
      default ->
          throw broken(StandardRules.ARGUMENT_TYPE, parameter, site).with("expected", MEMORY_TYPES);
    }
  }
}
