package mortise.verifier.explore;

import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.TypeView;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// Access to objects, member by member.
///
/// Source: linux `check_ptr_to_btf_access`, `btf_struct_access`, `btf_struct_walk` (6.18).
record ObjectAccess(Verification verification) {
  Value readHost(Path path, Access access, Pointer pointer, Region.Host host) {
    checkOffset(access, pointer, host.type());
    return MemoryAccess.loaded(path, access);
  }

  /// Checks an access to bytes of an object that are not a special field.
  void check(Access access, Pointer pointer, Region.Local object) {
    long offset = checkOffset(access, pointer, object.type().name());
    for (var field : object.type().fields()) {
      if (offset < field.end() && field.offset() < offset + access.size()) {
        throw Rejection.of(MemoryRules.FIELD_IN_OBJECT, "field", field.kind().label());
      }
    }
    walk(verification.program.btf(), object.typeId(), offset, access.size(), object.type());
  }

  private static long checkOffset(Access access, Pointer pointer, String struct) {
    long offset = (long) pointer.offset() + access.offset();
    var register = Names.register(access.register());
    if (offset < 0) {
      throw Rejection.of(
          MemoryRules.OBJECT_NEGATIVE, "register", register, "struct", struct, "offset", offset);
    }
    if (!pointer.variable().isConstant(0)) {
      throw Rejection.of(
          MemoryRules.OBJECT_VARIABLE,
          "register",
          register,
          "struct",
          struct,
          "offset",
          offset,
          "var_off",
          pointer.variable().tnum());
    }
    for (var qualifier : pointer.qualifiers()) {
      if (!qualifier.elsewhere().isEmpty()) {
        throw Rejection.of(
            MemoryRules.ELSEWHERE,
            "register",
            register,
            "struct",
            struct,
            "memory",
            qualifier.elsewhere(),
            "offset",
            offset);
      }
    }
    return offset;
  }

  /// Finds the member that is accessed; nested structs are entered.
  private static void walk(Btf btf, int structId, long offset, int size, TypeView outer) {
    int id = structId;
    long at = offset;
    while (btf.resolve(id) instanceof BtfType.Composite struct) {
      if (at + size > struct.size()) {
        throw Rejection.of(
            MemoryRules.OBJECT_BOUNDS, "struct", struct.name(), "offset", at, "size", size);
      }
      var member = member(btf, struct, at, size);
      if (member == null) {
        throw Rejection.of(MemoryRules.OBJECT_HOLE, "struct", struct.name(), "offset", at);
      }
      if (member.isBitField()) {
        return;
      }
      long start = member.offset();
      int type = btf.resolveId(member.type());
      long end = start + btf.size(type).orElse(0);
      while (btf.type(type) instanceof BtfType.Array array) {
        type = btf.resolveId(array.element());
        long element = Math.max(1, btf.size(type).orElse(1));
        start += (at - start) / element * element;
      }
      if (btf.type(type) instanceof BtfType.Composite) {
        at -= start;
        id = type;
        continue;
      }
      if (btf.type(type) instanceof BtfType.Pointer
          && (btf.size(type).orElse(8) != size || at != start)) {
        throw Rejection.of(
            MemoryRules.OBJECT_POINTER,
            "member",
            member.name(),
            "member.offset",
            start,
            "struct",
            struct.name(),
            "offset",
            at,
            "size",
            size);
      }
      if (at + size > end) {
        throw Rejection.of(
            MemoryRules.OBJECT_MEMBER,
            "member",
            member.name(),
            "end",
            end,
            "struct",
            struct.name(),
            "offset",
            at,
            "size",
            size);
      }
      return;
    }
    throw Rejection.of(MemoryRules.OBJECT_HOLE, "struct", outer.name(), "offset", at);
  }

  private static BtfType.@org.jspecify.annotations.Nullable Member member(
      Btf btf, BtfType.Composite struct, long at, int size) {
    for (var member : struct.members()) {
      long start = member.offset();
      if (at + size <= start) {
        return null;
      }
      if (member.isBitField()) {
        long end = ((long) member.bitOffset() + member.bitSize() + 7) / 8;
        if (at <= start && end <= at + size) {
          return member;
        }
        continue;
      }
      if (at < start) {
        return null;
      }
      if (at < start + btf.size(member.type()).orElse(0)) {
        return member;
      }
    }
    return null;
  }
}
