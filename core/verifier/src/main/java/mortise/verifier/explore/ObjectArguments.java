package mortise.verifier.explore;

import java.util.ArrayList;
import mortise.spi.Parameter;
import mortise.spi.Target;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// What is asked of arguments that point to whole objects: the host's, the program's own, and what
/// views show. Whether they may be trusted to be there, and are of the type asked for.
///
/// Source: linux `check_kfunc_args`, `check_reg_type` (6.18).
record ObjectArguments(Verification verification, MemoryArguments memory) {
  static void trusted(Argument argument, boolean release) {
    argument.checkNotNull();
    if (!isTrusted(argument.value())) {
      throw argument.broken(CallRules.UNTRUSTED);
    }
    var pointer = (Pointer) argument.value();
    if (release && pointer.obligation() != 0 && pointer.offset() != 0) {
      throw argument.broken(CallRules.RELEASE_OFFSET);
    }
    argument.checkOffset();
  }

  /// Source: linux `check_func_arg_reg_off`, OBJ_RELEASE (6.18).
  static void owned(Argument argument, Target target) {
    if (!(argument.value() instanceof Pointer pointer) || !Targets.matches(target, pointer)) {
      throw argument.isNot(Names.expected(target));
    }
    if (pointer.offset() != 0) {
      throw argument.broken(CallRules.RELEASE_OFFSET);
    }
    argument.checkConstantOffset(pointer);
  }

  static void trustedOr(Argument argument, Parameter.TrustedOr kind) {
    argument.checkNotNull();
    boolean qualified = argument.value() instanceof Pointer p && p.has(kind.qualifier());
    if (!qualified && !isTrusted(argument.value())) {
      throw argument.broken(CallRules.NOT_RCU);
    }
    argument.checkOffset();
  }

  /// Source: linux `is_trusted_reg` (6.18).
  static boolean isTrusted(Value value) {
    return value instanceof Pointer pointer
        && (pointer.obligation() != 0
            || (pointer.region() instanceof Region.View view && view.view().type().isPresent())
            || ((pointer.region() instanceof Region.Local
                    || (pointer.region() instanceof Region.Host && !pointer.qualifiers().isEmpty()))
                && pointer.qualifiers().stream().allMatch(q -> q.trusted())));
  }

  /// Source: linux `check_kfunc_args`, `process_kf_arg_ptr_to_btf_id` (6.18).
  ///
  /// @param projected the type that `kind` stands for, of the host's
  void host(Path path, Argument argument, Parameter.Host kind, String projected) {
    var value = argument.value();
    if (argument.isForHelper()) {
      helpersHost(argument, kind);
      return;
    }
    if (kind.mayBeNull() && argument.isNull()) {
      return;
    }
    if (kind.mayBeNull() && value instanceof Pointer p && p.nullable()) {
      argument.checkOffset();
      return;
    }
    if (value instanceof Pointer map && map.region() instanceof Region.Map region) {
      argument.checkOffset();
      if (!HostObjects.isMap(verification, region, kind.type())) {
        throw otherType(argument, kind, "bpf_map");
      }
      return;
    }
    if (!(value instanceof Pointer given)
        || !(struct(given).region() instanceof Region.Host
            || given.region() instanceof Region.Local)) {
      plainObject(path, argument, kind);
      return;
    }
    object(argument, struct(given), kind, projected);
  }

  private static Rejection otherType(Argument argument, Parameter.Host kind, String actual) {
    return argument
        .broken(HostRules.OTHER_TYPE)
        .with("expected", kind.type())
        .with("actual", actual);
  }

  /// Whether nothing speaks against the pointer, if nothing for it either.
  ///
  /// Source: linux `bpf_type_has_unsafe_modifiers`, `is_rcu_reg` (6.18).
  private static boolean isSafe(Pointer pointer) {
    return !pointer.nullable()
        && pointer.qualifiers().stream().allMatch(q -> q.unwritable().isEmpty());
  }

  private void object(Argument argument, Pointer pointer, Parameter.Host kind, String projected) {
    boolean vouched = argument.site().plan().refusesNull();
    if (vouched && !isTrusted(argument.value()) && kind.also().stream().noneMatch(pointer::has)) {
      throw argument.broken(kind.also().isEmpty() ? CallRules.UNTRUSTED : CallRules.NOT_RCU);
    }
    if (kind.release()
        && pointer.obligation() != 0
        && (!pointer.isConstantOffset() || pointer.constantOffset() != 0)) {
      throw argument.broken(CallRules.RELEASE_OFFSET);
    }
    argument.checkOffset();
    if (!vouched && !isSafe(pointer)) {
      throw argument.broken(HostRules.UNSAFE);
    }
    boolean fits =
        pointer.region() instanceof Region.Host there
            && (kind.release()
                ? there.type().equals(kind.type())
                : isAt(there, pointer, kind.type()) || isAt(there, pointer, projected));
    if (!fits) {
      throw otherType(argument, kind, typeName(pointer.region()));
    }
    if (kind.release() && argument.site().state().obligation(pointer.obligation()) == null) {
      throw argument.broken(HostRules.NOT_OWED);
    }
  }

  private boolean isAt(Region.Host there, Pointer pointer, String type) {
    return HostObjects.isAt(verification, there, pointer.constantOffset(), type);
  }

  /// A pointer to what a view shows is one to the host's struct, where there is one.
  ///
  /// Source: linux `reg2btf_ids` (6.18).
  private static Pointer struct(Pointer pointer) {
    return pointer.region() instanceof Region.View view && view.view().type().isPresent()
        ? pointer.in(new Region.Host(view.view().type().get()))
        : pointer;
  }

  private static String typeName(Region region) {
    return switch (region) {
      case Region.Host host -> host.type();
      case Region.Local local -> local.type().name();
      default -> "?";
    };
  }

  /// Source: linux `check_reg_type`, `btf_ptr_types` (6.18).
  private void helpersHost(Argument argument, Parameter.Host kind) {
    if (kind.mayBeNull() && argument.isNull()) {
      return;
    }
    if (!(argument.value() instanceof Pointer pointer)
        || (pointer.nullable() && !kind.mayBeNull())
        || !(pointer.region() instanceof Region.Host there)
        || pointer.qualifiers().stream().anyMatch(q -> !q.unwritable().isEmpty())) {
      throw argument.isNot("ptr_, trusted_ptr_, rcu_ptr_");
    }
    argument.checkOffset();
    if (!HostObjects.isAt(verification, there, pointer.constantOffset(), kind.type())) {
      throw argument
          .broken(HostRules.HELPER_TYPE)
          .with("expected", kind.type())
          .with("actual", there.type());
    }
  }

  /// A struct of numbers may lie in any memory of the program's.
  ///
  /// Source: linux `get_kfunc_ptr_arg_type`, KF_ARG_PTR_TO_MEM (6.18).
  private void plainObject(Path path, Argument argument, Parameter.Host kind) {
    var size = HostObjects.sizeOfNumbers(verification, kind.type());
    if (size.isEmpty()) {
      throw argument.broken(HostRules.NOT_AN_OBJECT).with("expected", kind.type());
    }
    memory.plain(path, argument, (int) size.getAsLong());
    if (kind.release()) {
      throw argument.broken(HostRules.NOT_OWED);
    }
  }

  /// Source: linux `check_reg_type`, `btf_id_sock_common_types` (6.18).
  void view(Argument argument, Parameter.View kind) {
    if (kind.mayBeNull() && argument.isNull()) {
      return;
    }
    if (!(argument.value() instanceof Pointer pointer) || !isViewed(pointer, kind)) {
      var expected = new ArrayList<>(kind.views());
      if (kind.type().isPresent()) {
        expected.add("ptr_");
        kind.also().forEach(qualifier -> expected.add(qualifier.prefix() + "ptr_"));
      }
      throw argument.isNot(String.join(", ", expected));
    }
    if (pointer.region() instanceof Region.Host there
        && !HostObjects.beginsWith(
            verification, there, pointer.constantOffset(), kind.type().orElseThrow())) {
      throw argument
          .broken(HostRules.HELPER_TYPE)
          .with("expected", kind.type().orElseThrow())
          .with("actual", there.type());
    }
    if (kind.release() && pointer.offset() != 0) {
      throw argument.broken(CallRules.RELEASE_OFFSET);
    }
    argument.checkOffset();
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
}
