package mortise.object;

import java.util.Arrays;
import java.util.List;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;

/// When a type of the program and one of the target are taken for the same.
///
/// Source: `bpf_core_types_are_compat`, `bpf_core_fields_are_compat`, `__bpf_core_types_match`
/// (libbpf's relo_core.c).
final class CoreTypes {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_COMPARISONS = 1000;

  private CoreTypes() {}

  /// The name without a flavour: `task___v2` is `task`.
  static String essential(String name) {
    for (int i = name.length() - 5; i >= 0; i--) {
      boolean flavour =
          name.startsWith("___", i + 1) && name.charAt(i) != '_' && name.charAt(i + 4) != '_';
      if (flavour) {
        return name.substring(0, i + 1);
      }
    }
    return name;
  }

  /// The types of the target that `local` may stand for.
  static int[] candidates(Btf btf, int local, Btf target) {
    BtfType type = btf.type(local);
    String name = essential(type.name());
    if (name.isEmpty()) {
      return new int[0];
    }
    return Arrays.stream(target.ids(name)).filter(id -> sameKind(type, target.type(id))).toArray();
  }

  private static boolean sameKind(BtfType left, BtfType right) {
    boolean enums = left instanceof BtfType.Enumeration && right instanceof BtfType.Enumeration;
    return enums || left.kind() == right.kind();
  }

  /// Whether a field of one type may be read as the other.
  static boolean fieldsMatch(Btf btf, int local, Btf target, int other) {
    int left = local;
    int right = other;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      BtfType a = btf.resolve(left);
      BtfType b = target.resolve(right);
      if (a instanceof BtfType.Composite && b instanceof BtfType.Composite) {
        return true;
      }
      if (!sameKind(a, b)) {
        return false;
      }
      switch (a) {
        case BtfType.Array array when b instanceof BtfType.Array with -> {
          left = array.element();
          right = with.element();
        }
        case BtfType.Forward _, BtfType.Enumeration _ -> {
          String x = essential(a.name());
          String y = essential(b.name());
          return x.isEmpty() || y.isEmpty() || x.equals(y);
        }
        case BtfType.Int i when b instanceof BtfType.Int j -> {
          return i.bitOffset() == 0 && j.bitOffset() == 0;
        }
        default -> {
          return a instanceof BtfType.Pointer || a instanceof BtfType.FloatingPoint;
        }
      }
    }
    return false;
  }

  /// Whether the types agree in shape, for `bpf_core_type_exists`.
  static boolean compatible(Btf btf, int local, Btf target, int other) {
    return compatible(btf, local, target, other, new int[] {MAX_COMPARISONS});
  }

  /// @param budget how many comparisons are left; prototypes fan out
  private static boolean compatible(Btf btf, int local, Btf target, int other, int[] budget) {
    int left = local;
    int right = other;
    while (budget[0]-- > 0) {
      BtfType a = btf.resolve(left);
      BtfType b = target.resolve(right);
      if (!sameKind(a, b)) {
        return false;
      }
      switch (a) {
        case BtfType.Pointer p when b instanceof BtfType.Pointer q -> {
          left = p.type();
          right = q.type();
        }
        case BtfType.Array p when b instanceof BtfType.Array q -> {
          left = p.element();
          right = q.element();
        }
        case BtfType.FunctionPrototype p when b instanceof BtfType.FunctionPrototype q -> {
          if (!parametersAgree(btf, p, target, q, budget)) {
            return false;
          }
          left = p.result();
          right = q.result();
        }
        case BtfType.Int i when b instanceof BtfType.Int j -> {
          return i.bitOffset() == 0 && j.bitOffset() == 0;
        }
        default -> {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean parametersAgree(
      Btf btf, BtfType.FunctionPrototype p, Btf target, BtfType.FunctionPrototype q, int[] budget) {
    if (p.parameters().size() != q.parameters().size()) {
      return false;
    }
    for (int i = 0; i < p.parameters().size(); i++) {
      int mine = p.parameters().get(i).type();
      int theirs = q.parameters().get(i).type();
      if (!compatible(btf, mine, target, theirs, budget)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the types also agree in what they contain, for `bpf_core_type_matches`: every member
  /// of a local struct is in the target's, every constant of a local enumeration too.
  static boolean matches(Btf btf, int local, Btf target, int other) {
    BtfType a = btf.resolve(local);
    BtfType b = target.resolve(other);
    if (!sameKind(a, b)) {
      return false;
    }
    return switch (a) {
      case BtfType.Composite composite -> membersMatch(btf, composite, target, other);
      case BtfType.Enumeration e when b instanceof BtfType.Enumeration with ->
          with.values().stream()
              .map(BtfType.Enumerator::name)
              .toList()
              .containsAll(e.values().stream().map(BtfType.Enumerator::name).toList());
      case BtfType.Int i when b instanceof BtfType.Int with ->
          i.size() == with.size() && i.signed() == with.signed() && i.bool() == with.bool();
      default -> compatible(btf, local, target, other);
    };
  }

  private static boolean membersMatch(Btf btf, BtfType.Composite composite, Btf target, int other) {
    List<BtfType.Member> members = composite.members();
    for (BtfType.Member member : members) {
      if (member.name().isEmpty()) {
        continue;
      }
      var field = target.member(other, member.name());
      if (field.isEmpty() || !fieldsMatch(btf, member.type(), target, field.get().type())) {
        return false;
      }
    }
    return true;
  }
}
