package mortise.verifier.explore;

import java.util.List;
import java.util.Optional;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.HostArguments;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// A context that is the arguments of a function of the host's.
///
/// Source: linux `tracing_prog_ctx_access`, `btf_ctx_access` (6.18).
final class HostContext {
  private static final String TRACEPOINT = "btf_trace_";
  private static final String TRACER = "__bpf_trace_";
  private static final String NULLABLE = "__nullable";
  private static final int MOST_ARGUMENTS = 12;

  private final Verification verification;
  private final HostArguments shape;
  private @Nullable Target target;

  /// What the program is attached to.
  private record Target(Btf btf, List<BtfType.Parameter> parameters, int result) {}

  HostContext(Verification verification, HostArguments shape) {
    this.verification = verification;
    this.shape = shape;
  }

  Value read(Path path, Access access) {
    int offset = access.offset();
    if (!access.isRead()
        || offset < 0
        || offset >= MOST_ARGUMENTS * Long.BYTES
        || access.size() <= 0
        || offset % access.size() != 0) {
      throw Rejection.of(MemoryRules.CONTEXT_FIELD, "offset", offset, "size", access.size());
    }
    verification.reachContext(offset + access.size());
    if (offset % Long.BYTES != 0) {
      throw invalid(access, "offset %d is not multiple of 8".formatted(offset));
    }
    var there = target();
    int index = index(there, offset);
    if (index > there.parameters().size()
        || (index == there.parameters().size() && !shape.result())) {
      throw invalid(access, "doesn't have %d-th argument".formatted(index + 1));
    }
    int type =
        index == there.parameters().size() ? there.result() : there.parameters().get(index).type();
    return value(path, access, there, index, there.btf().resolveId(type));
  }

  private Value value(Path path, Access access, Target there, int index, int type) {
    var btf = there.btf();
    var number = MemoryAccess.loaded(path, access);
    if (!(btf.type(type) instanceof BtfType.Pointer pointer)) {
      return switch (btf.type(type)) {
        case BtfType.Int t -> number;
        case BtfType.Enumeration t -> number;
        case BtfType.Composite t -> number;
        default ->
            throw invalid(
                access,
                "arg%d '%s' has type %s. Only pointer access is allowed"
                    .formatted(index, btf.type(type).name(), Names.kind(btf.type(type))));
      };
    }
    if (access.size() != Long.BYTES) {
      throw invalid(access, "size %d must be 8".formatted(access.size()));
    }
    int pointee = btf.resolveId(pointer.type());
    var name = verification.program.type().attachName();
    var exception = shape.exception(name, index);
    if (exception.isPresent()
        && (exception.get() == HostArguments.Exceptional.BUFFER
            || exception.get() == HostArguments.Exceptional.READ_ONLY_BUFFER)) {
      boolean readOnly = exception.get() == HostArguments.Exceptional.READ_ONLY_BUFFER;
      return Pointer.to(new Region.Buffer(readOnly), verification.nextId(), path.at)
          .withNullable(true);
    }
    boolean isNumber =
        btf.type(pointee) instanceof BtfType.VoidType
            || btf.type(pointee) instanceof BtfType.Int
            || exception.equals(Optional.of(HostArguments.Exceptional.NUMBER));
    if (isNumber) {
      return number;
    }
    if (!(btf.type(pointee) instanceof BtfType.Composite)) {
      throw invalid(
          access, "arg%d type %s is not a struct".formatted(index, Names.kind(btf.type(pointee))));
    }
    boolean nullable =
        exception.isPresent()
            || (index < there.parameters().size()
                && there.parameters().get(index).name().endsWith(NULLABLE));
    var region = HostObjects.region(btf, pointee).map(this::whole);
    if (region.isEmpty()) {
      return number;
    }
    int id = verification.nextId();
    return verification
        .qualified(
            Pointer.to(region.get(), id, path.at),
            exception.equals(Optional.of(HostArguments.Exceptional.UNVOUCHED))
                ? List.of()
                : shape.qualifiers())
        .withNullable(nullable);
  }

  private Region whole(Region region) {
    return region instanceof Region.Host host && shape.whole().containsKey(host.type())
        ? new Region.Host(shape.whole().get(host.type()))
        : region;
  }

  /// Whether what the program takes the place of gives nothing.
  boolean givesNothing() {
    return shape.from() == HostArguments.Source.MEMBER
        && target().btf().resolve(target().result()) instanceof BtfType.VoidType;
  }

  /// Arguments that are passed by value take as many words as they need.
  private static int index(Target target, int offset) {
    int at = 0;
    for (int i = 0; i < target.parameters().size(); i++) {
      long size = target.btf().size(target.parameters().get(i).type()).orElse(Long.BYTES);
      at += (int) Math.max(Long.BYTES, (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
      if (offset < at) {
        return i;
      }
    }
    return target.parameters().size() + (offset - at) / Long.BYTES;
  }

  private Target target() {
    var known = target;
    if (known == null) {
      known = find();
      target = known;
    }
    return known;
  }

  private Target find() {
    var name = verification.program.type().attachName();
    var struct = verification.program.type().attachType();
    var btf =
        verification
            .hostTypes()
            .orElseThrow(
                () ->
                    HostObjects.missing(
                        "which arguments '%s' has".formatted(shape.prefix() + name)));
    return switch (shape.from()) {
      case FUNCTION -> of(btf, shape.prefix() + name, function(btf, shape.prefix() + name), 0);
      case MEMBER -> {
        var stub = function(btf, struct + "__" + name);
        yield of(btf, struct + "." + name, stub != null ? stub : member(btf, struct, name), 0);
      }
      case TRACEPOINT -> {
        var named = function(btf, TRACER + name);
        yield of(btf, TRACEPOINT + name, named != null ? named : typedef(btf, name), 1);
      }
    };
  }

  private Target of(
      Btf btf, String name, BtfType.@Nullable FunctionPrototype prototype, int skipped) {
    if (prototype == null) {
      throw Rejection.of(
          HostRules.NO_SUCH_TARGET, "target", name, "btf", verification.layouts.host().name());
    }
    var parameters = prototype.parameters();
    return new Target(
        btf,
        parameters.subList(Math.min(skipped, parameters.size()), parameters.size()),
        prototype.result());
  }

  private static BtfType.@Nullable FunctionPrototype function(Btf btf, String name) {
    return btf.find(name, BtfType.Function.class)
                .map(function -> btf.resolve(function.prototype()))
                .orElse(null)
            instanceof BtfType.FunctionPrototype prototype
        ? prototype
        : null;
  }

  private static BtfType.@Nullable FunctionPrototype member(Btf btf, String struct, String name) {
    var members = btf.find(struct, BtfType.Struct.class).map(BtfType.Struct::members);
    for (var member : members.orElse(List.of())) {
      if (member.name().equals(name)
          && btf.resolve(member.type()) instanceof BtfType.Pointer pointer
          && btf.resolve(pointer.type()) instanceof BtfType.FunctionPrototype prototype) {
        return prototype;
      }
    }
    return null;
  }

  private static BtfType.@Nullable FunctionPrototype typedef(Btf btf, String name) {
    return btf.find(TRACEPOINT + name, BtfType.Typedef.class)
                    .map(typedef -> btf.resolve(typedef.type()))
                    .orElse(null)
                instanceof BtfType.Pointer pointer
            && btf.resolve(pointer.type()) instanceof BtfType.FunctionPrototype prototype
        ? prototype
        : null;
  }

  private Rejection invalid(Access access, String why) {
    return Rejection.of(
        HostRules.CONTEXT_ARGUMENT,
        "why",
        "func '%s' %s".formatted(shape.prefix() + verification.program.type().attachName(), why),
        "offset",
        access.offset(),
        "size",
        access.size());
  }
}
