package mortise.verifier.explore;

import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;

/// Which parameters of global subprograms are the context: by what they point to, or by a tag, and
/// then what they may point to.
///
/// Source: linux `btf_is_prog_ctx_type`, `btf_validate_prog_ctx_type` (6.18).
record GlobalContexts(Verification verification) {
  private static final String TYPEDEF = "typedef ";
  private static final String ANYTHING = "*";
  private static final String NUMBER = "u64";

  /// Whether what it points to is called what the context is called.
  boolean isNamed(BtfType.Pointer pointer) {
    var names = verification.kind.contextTypes();
    var btf = btf();
    if (btf.type(btf.unqualifiedId(pointer.type())) instanceof BtfType.Typedef alias
        && names.contains(TYPEDEF + alias.name())) {
      return true;
    }
    var type = btf.resolve(pointer.type());
    return type instanceof BtfType.Composite && names.contains(type.name());
  }

  /// Refuses the tag on a parameter that cannot be the context.
  void checkTagged(int index, BtfType.Pointer pointer) {
    var btf = btf();
    var others = verification.kind.taggedTypes();
    if (btf.type(btf.unqualifiedId(pointer.type())) instanceof BtfType.Typedef alias
        && others.contains(TYPEDEF + alias.name())) {
      return;
    }
    var type = btf.resolve(pointer.type());
    if (type instanceof BtfType.VoidType) {
      return;
    }
    if (type.name().isEmpty()) {
      throw refused("arg#%d type doesn't have a name", index);
    }
    if (others.stream().anyMatch(pattern -> fits(type, pattern))) {
      return;
    }
    var names = verification.kind.contextTypes();
    if (names.isEmpty()) {
      throw refused("arg#%d should be void pointer", index);
    }
    if (!isStruct(type, names.getFirst())) {
      throw refused("arg#%d should be `struct " + names.getFirst() + " *`", index);
    }
  }

  private static boolean fits(BtfType type, String pattern) {
    return switch (pattern) {
      case ANYTHING -> true;
      case NUMBER -> type instanceof BtfType.Int number && number.size() == Long.BYTES;
      default -> isStruct(type, pattern);
    };
  }

  private static boolean isStruct(BtfType type, String pattern) {
    boolean begins =
        pattern.endsWith(ANYTHING)
            && type.name().startsWith(pattern.substring(0, pattern.length() - 1));
    return type instanceof BtfType.Struct && (begins || type.name().equals(pattern));
  }

  private Btf btf() {
    return verification.program.btf();
  }

  private static Rejection refused(String why, int index) {
    return Rejection.of(CallRules.GLOBAL_PROTOTYPE, "why", why.formatted(index));
  }
}
