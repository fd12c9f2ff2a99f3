package mortise.verifier.explore;

import static java.util.Objects.requireNonNull;

import mortise.spi.Qualifier;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// Access to objects, member by member.
///
/// Source: linux `check_ptr_to_btf_access`, `btf_struct_access` (6.18).
record ObjectAccess(Verification verification, HostObjects hosts) {
  Value readHost(Path path, Access access, Pointer pointer, Region.Host host) {
    long offset = checkOffset(access, pointer, host.type());
    return hosts.read(path, access, pointer, host.type(), offset);
  }

  /// A load from a map itself: from the host's description of it.
  ///
  /// Source: linux `check_ptr_to_map_access` (6.18).
  Value readMap(Path path, Access access, Pointer pointer, Region.Map map) {
    var struct = descriptor(map);
    long offset = (long) pointer.offset() + access.offset();
    if (offset < 0) {
      throw negative(access, struct, offset);
    }
    return hosts.readDescriptor(path, access, pointer, struct, offset);
  }

  /// The host's struct that describes the map.
  String descriptor(Region.Map map) {
    return requireNonNull(verification.rules.maps().get(map.map().type().id())).descriptor();
  }

  private static Rejection negative(Access access, String object, long offset) {
    return Rejection.of(
        MemoryRules.OBJECT_NEGATIVE,
        "register",
        Names.register(access.register()),
        "object",
        object,
        "offset",
        offset);
  }

  /// Checks a store into an object of the host's: few members may be changed, by few programs.
  ///
  /// Source: linux `bpf_tcp_ca_btf_struct_access` and its like (6.18).
  void checkHostWrite(Access access, Pointer pointer, Region.Host host) {
    long offset = checkOffset(access, pointer, host.type());
    var members =
        verification.rules.writable().stream()
            .filter(one -> one.struct().equals(host.type()))
            .filter(one -> verification.isOneOf(one.programKinds()))
            .toList();
    if (members.isEmpty()) {
      throw unwritable("only read is supported");
    }
    for (var member : members) {
      var span = hosts.span(host.type(), member.member());
      if (span.isEmpty() || offset < span.get().start() || offset >= span.get().end()) {
        continue;
      }
      if (offset + access.size() > span.get().end()) {
        throw unwritable(
            "write access at off %d with size %d beyond the member of %s ended at %d"
                .formatted(offset, access.size(), host.type(), span.get().end()));
      }
      return;
    }
    throw unwritable("no write support to %s at off %d".formatted(host.type(), offset));
  }

  private static Rejection unwritable(String why) {
    return Rejection.of(MemoryRules.QUALIFIED_READ_ONLY, "why", why);
  }

  /// Checks an access to bytes of an object that are not a special field.
  void check(Access access, Pointer pointer, Region.Local object) {
    long offset = checkOffset(access, pointer, object.type().name());
    if (pointer.qualifiers().stream().noneMatch(Qualifier::trusted)) {
      for (var qualifier : pointer.qualifiers()) {
        if (!qualifier.unreadable().isEmpty()) {
          throw Rejection.of(MemoryRules.UNREADABLE, "why", qualifier.unreadable());
        }
      }
    }
    for (var field : object.type().fields()) {
      if (offset < field.end() && field.offset() < offset + access.size()) {
        throw Rejection.of(MemoryRules.FIELD_IN_OBJECT, "field", field.kind().label());
      }
    }
    Members.find(verification.program.btf(), object.typeId(), offset, access.size());
  }

  private static long checkOffset(Access access, Pointer pointer, String struct) {
    long offset = (long) pointer.offset() + access.offset();
    var register = Names.register(access.register());
    if (offset < 0) {
      throw negative(access, "ptr_" + struct, offset);
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
}
