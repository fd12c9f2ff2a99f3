package mortise.verifier.explore;

import mortise.spi.ContextField;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// Access to the program's context, field by field as the program kind lays it out.
///
/// Source: linux `check_ctx_access` and the program types' `is_valid_access` (6.18).
record ContextAccess(Verification verification, java.util.Optional<HostContext> arguments) {
  ContextAccess(Verification verification) {
    this(
        verification,
        verification.rules.walk().isEmpty()
            ? java.util.Optional.empty()
            : verification.kind.arguments().map(shape -> new HostContext(verification, shape)));
  }

  Value read(Path path, Access access, Pointer pointer) {
    checkOffset(access, pointer);
    if (arguments.isPresent()) {
      return arguments.get().read(path, access);
    }
    if (verification.kind.plainContext()) {
      checkPlain(access);
      return MemoryAccess.loaded(path, access);
    }
    var field = field(access);
    return switch (field.kind()) {
      case SCALAR -> MemoryAccess.loaded(path, access);
      case PACKET -> Pointer.to(new Region.Packet(false), 0, path.at);
      case PACKET_META -> Pointer.to(new Region.Packet(true), 0, path.at);
      case PACKET_END -> Pointer.to(new Region.PacketEnd(), 0, path.at);
    };
  }

  void write(Access access, Pointer pointer) {
    checkOffset(access, pointer);
    if (verification.kind.plainContext()) {
      checkPlain(access);
    } else {
      field(access);
    }
  }

  static void checkOffset(Access access, Pointer pointer) {
    var register = Names.register(access.register());
    var type = Names.type(pointer);
    if (pointer.offset() < 0) {
      throw Rejection.of(
          PointerRules.NEGATIVE_OFFSET,
          "type",
          type,
          "register",
          register,
          "offset",
          pointer.offset());
    }
    if (pointer.offset() != 0) {
      throw Rejection.of(
          PointerRules.MODIFIED, "type", type, "register", register, "offset", pointer.offset());
    }
    if (!pointer.variable().isConstant(0)) {
      throw Rejection.of(
          PointerRules.VARIABLE_OFFSET, "type", type, "var_off", pointer.variable().tnum());
    }
  }

  private void checkPlain(Access access) {
    int offset = access.offset();
    if (offset < 0
        || offset + access.size() > verification.kind.contextSize()
        || access.size() <= 0
        || offset % access.size() != 0) {
      throw invalid(access);
    }
    verification.reachContext(offset + access.size());
  }

  private ContextField field(Access access) {
    int offset = access.offset();
    for (var field : verification.kind.fields()) {
      if (offset < field.offset() || offset >= field.offset() + field.size()) {
        continue;
      }
      boolean whole = offset == field.offset() && access.size() == field.size();
      boolean part =
          access.size() > 0
              && access.size() < field.size()
              && offset % access.size() == 0
              && offset + access.size() <= field.offset() + field.size()
              && field.narrow();
      boolean allowed = access.isRead() ? field.readable() : field.writable();
      if (allowed && (whole || (part && access.isRead()))) {
        verification.reachContext(offset + access.size());
        return field;
      }
    }
    throw invalid(access);
  }

  private static Rejection invalid(Access access) {
    return Rejection.of(
        MemoryRules.CONTEXT_FIELD, "offset", access.offset(), "size", access.size());
  }
}
