package mortise.verifier.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mortise.object.Subprogram;
import mortise.object.btf.BtfType;
import mortise.spi.Qualifier;
import mortise.spi.StandardRules;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// What tags say of the parameters of global subprograms, `arg:trusted`.
///
/// Source: linux `btf_prepare_func_args`, `btf_check_func_arg_match` (6.18).
record GlobalTags(Verification verification) {
  private static final String PREFIX = "arg:";
  private static final String FLAVOUR = "___";
  private static final String CONTEXT = "ctx";
  private static final String NOT_NULL = "nonnull";
  private static final String NULLABLE = "nullable";

  /// A parameter that is a pointer to something of the host's.
  ///
  /// @param region what it leads to
  /// @param vouched whether what is passed must be such an object
  record Host(Region region, List<Qualifier> qualifiers, boolean nullable, boolean vouched) {
    /// What the subprogram finds in the register.
    Pointer inside(Verification verification, int at) {
      if (region instanceof Region.Space) {
        return Pointer.to(region, 0, at);
      }
      return verification
          .qualified(Pointer.to(region, verification.nextId(), at), qualifiers)
          .withNullable(nullable);
    }
  }

  boolean has(Subprogram subprogram, int index, String name) {
    return of(subprogram, index).contains(name);
  }

  private List<String> of(Subprogram subprogram, int index) {
    return verification.program.btf().tags(subprogram.function(), index).stream()
        .filter(tag -> tag.startsWith(PREFIX))
        .map(tag -> tag.substring(PREFIX.length()))
        .toList();
  }

  /// Refuses tags that mean nothing there, or nothing together.
  ///
  /// @param context whether the parameter is the context
  void check(Subprogram subprogram, int index, boolean pointer, boolean context) {
    var tags = of(subprogram, index);
    for (var tag : tags) {
      if (!List.of(CONTEXT, NOT_NULL, NULLABLE).contains(tag)
          && !verification.spaces().contains(tag)
          && !verification.rules.globalTags().containsKey(tag)) {
        throw refused("arg#%d has unsupported set of tags", index);
      }
    }
    if (!pointer && !tags.isEmpty()) {
      throw refused("arg#%d has pointer tag, but is not a pointer type", index);
    }
    var qualifiers = qualifiers(tags);
    boolean alone = qualifiers.stream().anyMatch(GlobalTags::isUnvouched);
    boolean wrong =
        (context && tags.stream().anyMatch(tag -> !tag.equals(CONTEXT)))
            || (!context && !alone && !qualifiers.isEmpty() && tags.contains(NOT_NULL))
            || (!context && qualifiers.isEmpty() && tags.contains(NULLABLE));
    if (wrong) {
      throw refused("arg#%d has invalid combination of tags", index);
    }
    if (alone && tags.size() > 1) {
      throw refused("arg#%d untrusted cannot be combined with any other tags", index);
    }
  }

  private List<Qualifier> qualifiers(List<String> tags) {
    return tags.stream()
        .filter(verification.rules.globalTags()::containsKey)
        .map(verification.rules.globalTags()::get)
        .toList();
  }

  private static boolean isUnvouched(Qualifier qualifier) {
    return !qualifier.unwritable().isEmpty();
  }

  /// What the parameter is, if a tag says that it leads to something of the host's.
  Optional<Host> host(Subprogram subprogram, int index, BtfType.Pointer pointer) {
    var tags = of(subprogram, index);
    var space = tags.stream().filter(verification.spaces()::contains).findFirst();
    if (space.isPresent()) {
      return Optional.of(new Host(new Region.Space(space.get()), List.of(), false, true));
    }
    var qualifiers = qualifiers(tags);
    if (qualifiers.isEmpty()) {
      return Optional.empty();
    }
    var qualifier = qualifiers.getFirst();
    boolean vouched = !isUnvouched(qualifier);
    var type = verification.program.btf().resolve(pointer.type());
    boolean number =
        type instanceof BtfType.Int
            || type instanceof BtfType.Enumeration
            || type instanceof BtfType.VoidType;
    var region = !vouched && number ? new Region.Memory(0, true) : struct(index, type);
    return Optional.of(new Host(region, List.of(qualifier), tags.contains(NULLABLE), vouched));
  }

  /// Whether nothing is asked of what is passed, not even that there is something.
  boolean takesAnything(Subprogram subprogram, int index, BtfType.Pointer pointer) {
    return host(subprogram, index, pointer).filter(host -> !host.vouched()).isPresent();
  }

  private Region struct(int index, BtfType type) {
    int flavour = type.name().lastIndexOf(FLAVOUR);
    var name = flavour > 0 ? type.name().substring(0, flavour) : type.name();
    var types =
        verification
            .hostTypes()
            .orElseThrow(
                () -> HostObjects.missing("what a struct %s of the kernel's is".formatted(name)));
    long count =
        Arrays.stream(types.ids(name))
            .filter(id -> types.type(id).getClass().equals(type.getClass()))
            .count();
    if (count != 1) {
      throw refused(
          "arg#%d reference type('"
              + Names.kind(type)
              + " "
              + type.name()
              + (count == 0 ? "') has no matches" : "') has multiple matches"),
          index);
    }
    return new Region.Host(name);
  }

  private static Rejection refused(String why, int index) {
    return Rejection.of(CallRules.GLOBAL_PROTOTYPE, "why", why.formatted(index));
  }

  /// Refuses what must not be passed for the parameter.
  void check(Host expected, int register, Value value) {
    if (expected.nullable() && Nullness.isNull(value)) {
      return;
    }
    if (expected.region() instanceof Region.Space space) {
      boolean inSpace = value instanceof Pointer p && p.region() instanceof Region.Space;
      if (!inSpace && !(value instanceof Scalar)) {
        throw refused("arg#%d is not a pointer to " + space.name() + " or scalar.", register - 1);
      }
      return;
    }
    var name = Names.register(register);
    if (!(value instanceof Pointer pointer)
        || (pointer.nullable() && !expected.nullable())
        || !(pointer.region() instanceof Region.Host there)
        || pointer.qualifiers().stream().anyMatch(q -> !q.unwritable().isEmpty())) {
      throw Rejection.of(
          StandardRules.ARGUMENT_TYPE,
          "register",
          name,
          "type",
          value instanceof Scalar ? "scalar" : Names.type(value),
          "expected",
          "ptr_, trusted_ptr_, rcu_ptr_");
    }
    var wanted = ((Region.Host) expected.region()).type();
    if (!pointer.isConstantOffset()
        || !HostObjects.isAt(verification, there, pointer.constantOffset(), wanted)) {
      throw Rejection.of(
          HostRules.HELPER_TYPE, "register", name, "expected", wanted, "actual", there.type());
    }
  }
}
