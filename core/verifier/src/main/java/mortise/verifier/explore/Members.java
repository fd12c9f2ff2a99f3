package mortise.verifier.explore;

import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;

/// What lies where in a struct, member by member; nested structs are entered.
///
/// Source: linux `btf_struct_walk`, `btf_struct_access`, `btf_struct_ids_match` (6.18).
final class Members {
  /// What an access finds.
  sealed interface Found {}

  /// A number, or part of one.
  record Numeric() implements Found {}

  /// A pointer.
  ///
  /// @param pointee the struct that it leads to, 0 if it is none
  /// @param tag the type tag that it is declared with, `rcu`; empty if none
  /// @param inUnion whether it shares its place with others
  record Link(String member, int pointee, String tag, boolean inUnion) implements Found {
    boolean leadsToStruct() {
      return pointee != 0;
    }
  }

  private final Btf btf;
  private final int size;
  private long at;
  private BtfType.Composite struct;
  private boolean inUnion;

  private Members(Btf btf, BtfType.Composite struct, long offset, int size) {
    this.btf = btf;
    this.struct = struct;
    at = offset;
    this.size = size;
  }

  /// What an access of `size` bytes at `offset` of the struct finds.
  static Found find(Btf btf, int struct, long offset, int size) {
    if (!(btf.resolve(struct) instanceof BtfType.Composite composite)) {
      throw Rejection.of(
          MemoryRules.OBJECT_HOLE, "struct", btf.resolve(struct).name(), "offset", offset);
    }
    var search = new Members(btf, composite, offset, size);
    while (true) {
      var found = search.step();
      if (found != null) {
        return found;
      }
    }
  }

  /// Whether at that place of the struct there is one called `wanted`: itself, or one nested in it.
  static boolean isAt(Btf btf, int struct, long offset, String wanted) {
    int id = btf.resolveId(struct);
    long at = offset;
    while (btf.type(id) instanceof BtfType.Composite here) {
      if (at == 0 && here.name().equals(wanted)) {
        return true;
      }
      int inner = 0;
      for (var member : here.members()) {
        int type = member.isBitField() ? 0 : btf.resolveId(member.type());
        long start = member.offset();
        if (at < start || at >= start + btf.size(type).orElse(0)) {
          continue;
        }
        while (btf.type(type) instanceof BtfType.Array array) {
          type = btf.resolveId(array.element());
          start += (at - start) / btf.size(type).orElse(1) * btf.size(type).orElse(1);
        }
        inner = type;
        at -= start;
        break;
      }
      id = inner;
    }
    return false;
  }

  /// One struct deeper, or what was found.
  private @org.jspecify.annotations.Nullable Found step() {
    if (struct instanceof BtfType.Union && struct.members().size() != 1) {
      inUnion = true;
    }
    if (at + size > struct.size()) {
      return flexible();
    }
    for (var member : struct.members()) {
      long start = member.offset();
      if (at + size <= start) {
        break;
      }
      if (member.isBitField()) {
        long end = ((long) member.bitOffset() + member.bitSize() + 7) / 8;
        if (at <= start && end <= at + size) {
          return new Numeric();
        }
        continue;
      }
      if (at < start) {
        break;
      }
      int type = btf.resolveId(member.type());
      long end = start + btf.size(type).orElse(0);
      if (at >= end) {
        continue;
      }
      return within(member, type, start, end);
    }
    throw Rejection.of(MemoryRules.OBJECT_HOLE, "struct", name(struct), "offset", at);
  }

  private @org.jspecify.annotations.Nullable Found within(
      BtfType.Member member, int outer, long from, long end) {
    int type = outer;
    long start = from;
    while (btf.type(type) instanceof BtfType.Array array) {
      type = btf.resolveId(array.element());
      long element = Math.max(1, btf.size(type).orElse(1));
      start += (at - start) / element * element;
    }
    if (btf.type(type) instanceof BtfType.Composite nested) {
      at -= start;
      struct = nested;
      return null;
    }
    if (btf.type(type) instanceof BtfType.Pointer pointer) {
      if (btf.size(type).orElse(8) != size || at != start) {
        throw Rejection.of(
            MemoryRules.OBJECT_POINTER,
            "member",
            member.name(),
            "member.offset",
            start,
            "struct",
            name(struct),
            "offset",
            at,
            "size",
            size);
      }
      int pointee = btf.resolveId(pointer.type());
      var tag = btf.type(pointer.type()) instanceof BtfType.TypeTag t ? t.name() : "";
      boolean struct = btf.type(pointee) instanceof BtfType.Composite;
      return new Link(member.name(), struct ? pointee : 0, tag, inUnion);
    }
    if (at + size > end && !inUnion) {
      throw Rejection.of(
          MemoryRules.OBJECT_MEMBER,
          "member",
          member.name(),
          "end",
          end,
          "struct",
          name(struct),
          "offset",
          at,
          "size",
          size);
    }
    return new Numeric();
  }

  private static String name(BtfType.Composite struct) {
    return struct.name().isEmpty() ? "(anon)" : struct.name();
  }

  /// Behind the end there may be elements of an array without a length.
  private @org.jspecify.annotations.Nullable Found flexible() {
    var members = struct.members();
    if (!members.isEmpty()
        && btf.resolve(members.getLast().type()) instanceof BtfType.Array array
        && array.count() == 0
        && at >= members.getLast().offset()) {
      int element = btf.resolveId(array.element());
      if (btf.type(element) instanceof BtfType.Int) {
        return new Numeric();
      }
      if (btf.type(element) instanceof BtfType.Composite nested && nested.size() > 0) {
        at = (at - members.getLast().offset()) % nested.size();
        struct = nested;
        return null;
      }
    }
    throw Rejection.of(
        MemoryRules.OBJECT_BOUNDS, "struct", name(struct), "offset", at, "size", size);
  }
}
