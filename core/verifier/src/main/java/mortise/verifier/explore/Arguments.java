package mortise.verifier.explore;

import java.util.List;
import mortise.spi.MapKind;
import mortise.spi.Parameter;
import mortise.verifier.rules.CallRules;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;

/// The checks that every parameter of a kind undergoes, before what its function requires.
///
/// Source: linux `check_func_arg`, `check_kfunc_args`, `check_func_arg_reg_off` (6.18).
record Arguments(
    Verification verification, Slots slots, MemoryArguments memory, ObjectArguments objects) {
  static Arguments of(
      Verification verification, MemoryAccess accesses, FieldAccess fields, Slots slots) {
    var memory = new MemoryArguments(verification, accesses, fields);
    return new Arguments(verification, slots, memory, new ObjectArguments(verification, memory));
  }

  void check(Path path, Parameter parameter, CallSite site) {
    var argument = Argument.of(site, parameter);
    if (argument.isForHelper() && !(parameter.kind() instanceof Parameter.Ignored)) {
      path.use(parameter.index() + 1);
      memory.checkPacketMayPass(argument);
    }
    if (site.plan().refusesNull() && isPointer(parameter.kind())) {
      argument.checkNotNull();
    }
    switch (parameter.kind()) {
      case Parameter.Ignored k -> {}
      case Parameter.Anything k -> {}
      case Parameter.Scalar k -> argument.checkNumber();
      case Parameter.Constant k -> argument.checkConstant();
      case Parameter.LocalType k -> localType(argument);
      case Parameter.Pointer k -> argument.checkOffset();
      case Parameter.NotNull k -> {
        argument.checkNotNull();
        argument.checkOffset();
      }
      case Parameter.Trusted k -> ObjectArguments.trusted(argument, k.release());
      case Parameter.Owned k -> ObjectArguments.owned(argument, k.target());
      case Parameter.TrustedOr k -> ObjectArguments.trustedOr(argument, k);
      case Parameter.Host k -> objects.host(path, argument, k, k.type());
      case Parameter.View k -> objects.view(argument, k);
      case Parameter.Map k -> map(argument);
      case Parameter.MapKey k -> memory.ofMap(path, argument, k.map(), true, false);
      case Parameter.MapValue k -> mapValue(path, argument, k);
      case Parameter.Memory k -> {
        if (argument.isForHelper()) {
          MemoryArguments.checkType(argument, k.mayBeNull());
        } else {
          argument.checkOffset();
        }
      }
      case Parameter.Size k -> {
        if (argument.isForHelper()) {
          memory.size(path, argument, k.mayBeZero());
        } else {
          memory.sizeForFunction(path, argument);
        }
      }
      case Parameter.ConstantSize k -> constantSize(argument);
      case Parameter.FixedMemory k -> {
        if (!argument.isForHelper()) {
          argument.checkInitialised();
        }
        memory.fixed(path, argument, k);
      }
      case Parameter.ConstantString k -> MemoryArguments.string(argument);
      case Parameter.Context k -> {
        if (!k.mayBeNull() || !argument.isNull()) {
          context(argument);
        }
      }
      case Parameter.StackOrNull k -> {
        if (!argument.isNull()) {
          argument.in(Region.Stack.class, "fp");
        }
      }
      case Parameter.Subprogram k -> {
        if (!k.mayBeNull() || !argument.isNull()) {
          callback(argument);
        }
      }
      case Parameter.Slot k -> {
        if (!argument.isForHelper()
            || (argument.value() instanceof Pointer pointer
                && pointer.region() instanceof Region.Elsewhere)) {
          argument.checkOffset();
        }
        if (!k.mayBeNull() || !argument.isNull()) {
          slots.check(path, parameter, k, site);
        }
      }
      case Parameter.Buffer k -> argument.checkOffset();
      case Parameter.BufferSize k -> memory.bufferSize(path, argument);
      case Parameter.ContextOr k -> {
        if (verification.kind.contextTypes().contains(k.type())) {
          context(argument);
        } else {
          var object = new Parameter.Host(k.type(), List.of(), false, false);
          objects.host(path, argument, object, k.projected());
        }
      }
    }
  }

  /// Whether a pointer is wanted, and none that may be null.
  private static boolean isPointer(Parameter.Kind kind) {
    return switch (kind) {
      case Parameter.Ignored k -> false;
      case Parameter.Anything k -> false;
      case Parameter.Scalar k -> false;
      case Parameter.Constant k -> false;
      case Parameter.LocalType k -> false;
      case Parameter.Size k -> false;
      case Parameter.BufferSize k -> false;
      case Parameter.ConstantSize k -> false;
      case Parameter.StackOrNull k -> false;
      case Parameter.Host k -> !k.mayBeNull();
      case Parameter.View k -> !k.mayBeNull();
      case Parameter.MapValue k -> !k.mayBeNull();
      case Parameter.Memory k -> !k.mayBeNull();
      case Parameter.Context k -> !k.mayBeNull();
      case Parameter.Subprogram k -> !k.mayBeNull();
      case Parameter.Slot k -> !k.mayBeNull();
      default -> true;
    };
  }

  /// Source: linux `check_kfunc_args`, KF_ARG_PTR_TO_MAP (6.18).
  private static void map(Argument argument) {
    if (argument.isForHelper()) {
      argument.in(Region.Map.class, "map_ptr");
      return;
    }
    if (!(argument.value() instanceof Pointer pointer)
        || !(pointer.isIn(Region.Map.class) || pointer.isIn(Region.MapValue.class))) {
      throw argument.broken(CallRules.NOT_A_MAP);
    }
    if (!pointer.isIn(Region.Map.class)) {
      throw argument.broken(CallRules.UNTRUSTED);
    }
    argument.checkOffset();
  }

  private static void localType(Argument argument) {
    argument.checkConstant();
    long id = argument.number().constantValue();
    if (id < 0 || id > 0xffff_ffffL) {
      throw argument.broken(CallRules.TYPE_RANGE);
    }
  }

  /// Source: linux `check_func_arg`, ARG_CONST_ALLOC_SIZE_OR_ZERO (6.18).
  private static void constantSize(Argument argument) {
    if (!(argument.value() instanceof Scalar number)) {
      throw argument.isNot("scalar");
    }
    if (!number.mark().range().isConstant()) {
      throw argument.broken(CallRules.SIZE_NOT_CONSTANT);
    }
  }

  private static void context(Argument argument) {
    argument.checkInitialised();
    if (argument.isForHelper()) {
      argument.in(Region.Context.class, "ctx");
    } else if (!(argument.value() instanceof Pointer pointer)
        || !(pointer.region() instanceof Region.Context)) {
      throw argument.broken(CallRules.NOT_CONTEXT);
    }
    argument.checkOffset();
  }

  private static void callback(Argument argument) {
    argument.checkInitialised();
    if (!(argument.value() instanceof Pointer pointer)
        || !(pointer.region() instanceof Region.Function)) {
      throw argument.isForHelper()
          ? argument.isNot("func")
          : argument.broken(CallRules.NOT_A_FUNCTION);
    }
  }

  /// Source: linux `resolve_map_arg_type` (6.18).
  private void mapValue(Path path, Argument argument, Parameter.MapValue kind) {
    if (kind.mayBeNull() && argument.isNull()) {
      return;
    }
    var held =
        argument
            .site()
            .pointer(kind.map())
            .filter(p -> p.region() instanceof Region.Map)
            .flatMap(p -> verification.held(((Region.Map) p.region()).map()))
            .flatMap(MapKind.Held::stored);
    if (held.isPresent()) {
      objects.view(argument, held.get());
    } else {
      memory.ofMap(path, argument, kind.map(), false, kind.written());
    }
  }
}
