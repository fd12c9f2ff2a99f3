package mortise.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;

/// A place in a type: what a CO-RE relocation means in one BTF.
///
/// Source: `bpf_core_parse_spec` (libbpf's relo_core.c).
///
/// @param btf whose ids these are
/// @param root the type that the path begins in
/// @param path every step of a field path; the constant's index for an enumerator
/// @param bitOffset where the path ends
record CoreSpec(Btf btf, int root, List<Step> path, long bitOffset) {

  /// One step: from pointer or array `type` to element `index` where `name` is empty, otherwise
  /// from struct `type` to its member `index`.
  record Step(int type, int index, String name) {}

  /// Parses an access string such as `0:1:2`; the problem in words if it fits no type.
  static CoreSpec field(Btf btf, int root, int[] access) throws Mismatch {
    var path = new ArrayList<Step>();
    path.add(new Step(root, access[0], ""));
    long bits = 8L * access[0] * btf.size(root).orElseThrow(() -> new Mismatch("it has no size"));
    int at = root;
    for (int i = 1; i < access.length; i++) {
      int index = access[i];
      int resolved = btf.resolveId(at);
      switch (btf.type(resolved)) {
        case BtfType.Composite composite -> {
          if (index >= composite.members().size()) {
            throw new Mismatch("'%s' has no member %d".formatted(btf.name(resolved), index));
          }
          BtfType.Member member = composite.members().get(index);
          bits += member.bitOffset();
          if (!member.name().isEmpty()) {
            path.add(new Step(resolved, index, member.name()));
          }
          at = member.type();
        }
        case BtfType.Array array -> {
          long size = btf.size(array.element()).orElse(0);
          boolean flexible = array.count() == 0 && i > 1;
          if (index >= array.count() && !flexible) {
            throw new Mismatch("'%s' has no element %d".formatted(btf.name(resolved), index));
          }
          path.add(new Step(array.element(), index, ""));
          bits += 8L * index * size;
          at = array.element();
        }
        default -> throw new Mismatch("'%s' has no parts".formatted(btf.name(resolved)));
      }
    }
    return new CoreSpec(btf, root, List.copyOf(path), bits);
  }

  /// The relocation does not fit.
  static final class Mismatch extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Mismatch(String problem) {
      super(problem, null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /// The member that the path ends in; empty if it ends in an element.
  Optional<BtfType.Member> lastMember() {
    Step last = path.getLast();
    return !last.name().isEmpty() && btf.type(last.type()) instanceof BtfType.Composite composite
        ? Optional.of(composite.members().get(last.index()))
        : Optional.empty();
  }

  /// The same path in another type, by names; empty if it is not there.
  ///
  /// Source: `bpf_core_spec_match`.
  Optional<CoreSpec> match(Btf target, int candidate) {
    var found = new ArrayList<Step>();
    int at = candidate;
    long bits = 0;
    for (int i = 0; i < path.size(); i++) {
      Step step = path.get(i);
      if (step.name().isEmpty()) {
        if (i > 0) {
          if (!(target.resolve(at) instanceof BtfType.Array array)) {
            return Optional.empty();
          }
          boolean flexible = array.count() == 0;
          if (step.index() >= array.count() && !flexible) {
            return Optional.empty();
          }
          at = array.element();
        }
        found.add(new Step(at, step.index(), ""));
        bits += 8L * step.index() * target.size(at).orElse(0);
      } else {
        BtfType.Member local =
            btf.type(step.type()) instanceof BtfType.Composite composite
                ? composite.members().get(step.index())
                : new BtfType.Member("", 0, 0, 0);
        Optional<Btf.Field> field = target.member(at, step.name());
        if (field.isEmpty()
            || !CoreTypes.fieldsMatch(btf, local.type(), target, field.get().type())) {
          return Optional.empty();
        }
        Optional<Step> owner = owner(target, at, step.name(), 0);
        if (owner.isEmpty()) {
          return Optional.empty();
        }
        found.add(owner.get());
        bits += field.get().bitOffset();
        at = field.get().type();
      }
    }
    return Optional.of(new CoreSpec(target, candidate, List.copyOf(found), bits));
  }

  /// The struct, maybe an anonymous one inside, that itself has the member.
  private static Optional<Step> owner(Btf btf, int type, String name, int depth) {
    int id = btf.resolveId(type);
    if (depth > 8 || !(btf.type(id) instanceof BtfType.Composite composite)) {
      return Optional.empty();
    }
    for (int i = 0; i < composite.members().size(); i++) {
      BtfType.Member member = composite.members().get(i);
      if (member.name().equals(name)) {
        return Optional.of(new Step(id, i, name));
      }
      if (member.name().isEmpty() && btf.member(member.type(), name).isPresent()) {
        return owner(btf, member.type(), name, depth + 1);
      }
    }
    return Optional.empty();
  }
}
