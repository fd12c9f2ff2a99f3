package mortise.verifier.explore;

import mortise.object.BpfMap;
import mortise.spi.Rule;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;

/// Whether an access lies inside of what its pointer points to.
///
/// Source: linux `check_mem_region_access` (6.18).
final class Bounds {
  private static final int WRITE_ONLY_PROGRAM = 1 << 8;

  private Bounds() {}

  /// @param what how messages call the memory, its size included
  static void check(Access access, Pointer pointer, long length, String what) {
    check(access, pointer, access.size(), length, what);
  }

  static void checkValue(Access access, Pointer pointer, Region.MapValue value) {
    var map = value.map();
    if (!access.isRead() && map.isReadOnly()) {
      throw forbidden(MemoryRules.MAP_READ_ONLY, access, pointer, map);
    }
    if (access.isRead() && (map.definition().flags() & WRITE_ONLY_PROGRAM) != 0) {
      throw forbidden(MemoryRules.MAP_WRITE_ONLY, access, pointer, map);
    }
    check(access, pointer, map.valueSize(), "map value, value_size=" + map.valueSize());
  }

  private static Rejection forbidden(Rule rule, Access access, Pointer pointer, BpfMap map) {
    return Rejection.of(
        rule,
        "value.size",
        map.valueSize(),
        "offset",
        pointer.variable().smin() + pointer.offset() + access.offset(),
        "size",
        access.size());
  }

  /// Only where it begins is known of a buffer.
  ///
  /// Source: linux `check_buffer_access` (6.18).
  static void checkBuffer(Access access, Pointer pointer, Region.Buffer buffer) {
    var register = Names.register(access.register());
    long offset = (long) pointer.offset() + access.offset();
    if (offset < 0) {
      throw Rejection.of(
          MemoryRules.BUFFER_OFFSET,
          "register",
          register,
          "buffer",
          buffer.readOnly() ? "rdonly" : "rdwr",
          "offset",
          offset,
          "size",
          access.size());
    }
    if (!pointer.variable().isConstant()) {
      throw Rejection.of(
          MemoryRules.BUFFER_VARIABLE,
          "register",
          register,
          "offset",
          offset,
          "var_off",
          pointer.variable().tnum());
    }
  }

  /// @param size how many bytes are accessed; 0 is allowed
  static void check(Access access, Pointer pointer, long size, long length, String what) {
    var register = Names.register(access.register());
    long fixed = (long) pointer.offset() + access.offset();
    var variable = pointer.variable();
    if (variable.smin() < 0
        && (variable.smin() == Long.MIN_VALUE
            || fixed + variable.smin() != (int) (fixed + variable.smin())
            || fixed + variable.smin() < 0)) {
      throw Rejection.of(MemoryRules.NEGATIVE_INDEX, "register", register);
    }
    checkEnd(register, "min", fixed + variable.smin(), size, length, what);
    if (Long.compareUnsigned(variable.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
      throw Rejection.of(MemoryRules.UNBOUNDED, "register", register);
    }
    checkEnd(register, "max", fixed + variable.umax(), size, length, what);
  }

  private static void checkEnd(
      String register, String bound, long offset, long size, long length, String what) {
    if (offset >= 0 && offset + size <= length) {
      return;
    }
    throw Rejection.of(
        MemoryRules.BOUNDS,
        "register",
        register,
        "bound",
        bound,
        "region",
        "invalid access to %s off=%d size=%d\n".formatted(what, offset, size));
  }
}
