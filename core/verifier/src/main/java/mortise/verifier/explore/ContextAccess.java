package mortise.verifier.explore;

import java.util.Optional;
import mortise.spi.ContextField;
import mortise.spi.Result;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// Access to the program's context, field by field as the program kind lays it out.
///
/// Source: linux `check_ctx_access` and the program types' `is_valid_access` (6.18).
record ContextAccess(Verification verification, Results results, Optional<HostContext> arguments) {
  ContextAccess(Verification verification, Results results) {
    this(
        verification,
        results,
        verification.rules.walk().isEmpty()
            ? Optional.empty()
            : verification.kind.arguments().map(shape -> new HostContext(verification, shape)));
  }

  /// Whether nobody looks at what the program answers.
  boolean givesNothing() {
    return arguments.isPresent() && arguments.get().givesNothing();
  }

  /// Whether the context is what lies there: elsewhere the program is shown something else, which
  /// nobody but the program can access.
  ///
  /// Source: linux `check_helper_mem_access` (6.18).
  boolean isMemory() {
    return verification.kind.plainContext() || verification.kind.arguments().isPresent();
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
    if (access.isSigned() && field.kind() != ContextField.Kind.SCALAR) {
      throw invalid(access);
    }
    return switch (field.kind()) {
      case SCALAR -> MemoryAccess.loaded(path, access);
      case PACKET -> Pointer.to(new Region.Packet(false), 0, path.at);
      case PACKET_META -> Pointer.to(new Region.Packet(true), 0, path.at);
      case PACKET_END -> Pointer.to(new Region.PacketEnd(), 0, path.at);
      case RESULT ->
          results.of(field.gives().orElseThrow(), results.accessed(path, pointer.pointing(0)));
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
    for (var field : verification.kind.fields()) {
      if (fits(field, access.offset(), access, false) && isKnown(field)) {
        verification.reachContext(access.offset() + access.size());
        return field;
      }
    }
    throw invalid(access);
  }

  /// Whether there is somebody who says what a pointer in the field leads to.
  private boolean isKnown(ContextField field) {
    return field
        .gives()
        .filter(
            gives ->
                gives.shape() instanceof Result.View view
                    && !verification.rules.views().containsKey(view.view()))
        .isEmpty();
  }

  /// Whether such an access at `offset` is one to the field: to all of it, or a load of a part that
  /// may be loaded alone.
  ///
  /// @param anyhow whether parts may be accessed in any way
  static boolean fits(ContextField field, long offset, Access access, boolean anyhow) {
    if (!(access.isRead() ? field.readable() : field.writable())
        || access.size() <= 0
        || offset < field.offset()
        || offset + access.size() > field.offset() + field.size()) {
      return false;
    }
    return anyhow
        || (offset == field.offset() && access.size() == field.size())
        || (field.narrow()
            && access.isRead()
            && access.size() < field.size()
            && offset % access.size() == 0);
  }

  private static Rejection invalid(Access access) {
    return Rejection.of(
        MemoryRules.CONTEXT_FIELD, "offset", access.offset(), "size", access.size());
  }
}
