package mortise.object.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Sizes, alignments and members. Containment is free of loops and shallow ([BtfLoops]), so
/// recursion is safe; what could still be exponential in it is remembered.
final class BtfLayout {
  private final Btf btf;

  BtfLayout(Btf btf) {
    this.btf = btf;
  }

  List<String> typeTags(int id) {
    var tags = new ArrayList<String>();
    int at = id;
    while (btf.type(at) instanceof BtfType.Modifier modifier) {
      if (modifier instanceof BtfType.TypeTag tag) {
        tags.add(tag.name());
      }
      at = modifier.type();
    }
    return List.copyOf(tags);
  }

  OptionalLong size(int id) {
    long count = 1;
    int at = id;
    while (btf.resolve(at) instanceof BtfType.Array array) {
      if (Math.multiplyHigh(count, array.count()) != 0 || count * array.count() < 0) {
        return OptionalLong.of(Long.MAX_VALUE);
      }
      count *= array.count();
      at = array.element();
    }
    long size =
        switch (btf.resolve(at)) {
          case BtfType.Int i -> i.size();
          case BtfType.Pointer _ -> 8;
          case BtfType.Composite c -> c.size() & 0xffff_ffffL;
          case BtfType.Enumeration e -> e.size() & 0xffff_ffffL;
          case BtfType.FloatingPoint f -> f.size() & 0xffff_ffffL;
          case BtfType.DataSection d -> d.size() & 0xffff_ffffL;
          case BtfType.Variable v -> size(v.type()).orElse(-1);
          case BtfType.VoidType _,
              BtfType.Array _,
              BtfType.Forward _,
              BtfType.Modifier _,
              BtfType.Function _,
              BtfType.FunctionPrototype _,
              BtfType.DeclarationTag _ ->
              -1;
        };
    if (size < 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        Math.multiplyHigh(count, size) != 0 || count * size < 0 ? Long.MAX_VALUE : count * size);
  }

  int alignment(int id) {
    return alignment(id, new HashMap<>());
  }

  private int alignment(int id, Map<Integer, Integer> known) {
    int at = btf.resolveId(id);
    Integer before = known.get(at);
    if (before != null) {
      return before;
    }
    int alignment =
        switch (btf.type(at)) {
          case BtfType.Int i -> Math.min(i.size(), 8);
          case BtfType.Pointer _ -> 8;
          case BtfType.Enumeration e -> powerOfTwo(e.size());
          case BtfType.FloatingPoint f -> powerOfTwo(f.size());
          case BtfType.Array array -> alignment(array.element(), known);
          case BtfType.Composite composite -> alignment(composite, known);
          case BtfType.VoidType _,
              BtfType.Forward _,
              BtfType.Modifier _,
              BtfType.Function _,
              BtfType.FunctionPrototype _,
              BtfType.Variable _,
              BtfType.DataSection _,
              BtfType.DeclarationTag _ ->
              1;
        };
    known.put(at, alignment);
    return alignment;
  }

  private static int powerOfTwo(int size) {
    return size == 1 || size == 2 || size == 4 ? size : 8;
  }

  private int alignment(BtfType.Composite composite, Map<Integer, Integer> known) {
    int alignment = 1;
    for (BtfType.Member member : composite.members()) {
      int own = alignment(member.type(), known);
      boolean misplaced = !member.isBitField() && member.bitOffset() % (8 * own) != 0;
      if (misplaced) {
        return 1;
      }
      alignment = Math.max(alignment, own);
    }
    return composite.size() % alignment == 0 ? alignment : 1;
  }

  Optional<Btf.Field> member(int id, String name) {
    return member(id, name, 0, new HashSet<>());
  }

  private Optional<Btf.Field> member(int id, String name, long bits, Set<Integer> seen) {
    int at = btf.resolveId(id);
    if (!(btf.type(at) instanceof BtfType.Composite composite) || !seen.add(at)) {
      return Optional.empty();
    }
    for (BtfType.Member member : composite.members()) {
      long offset = bits + (member.bitOffset() & 0xffff_ffffL);
      if (member.name().equals(name)) {
        return Optional.of(new Btf.Field(name, member.type(), offset, member.bitSize()));
      }
      if (member.name().isEmpty()) {
        Optional<Btf.Field> inside = member(member.type(), name, offset, seen);
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return Optional.empty();
  }

  Optional<Btf.Field> fieldAt(int id, long offset) {
    var path = new StringBuilder();
    int type = id;
    long begin = 0;
    while (true) {
      switch (btf.resolve(type)) {
        case BtfType.Composite composite -> {
          Optional<BtfType.Member> found = covering(composite, offset - begin);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          BtfType.Member member = found.get();
          if (!member.name().isEmpty()) {
            path.append(path.isEmpty() ? "" : ".").append(member.name());
          }
          if (member.isBitField()) {
            return Optional.of(
                new Btf.Field(
                    path.toString(),
                    member.type(),
                    begin * 8 + member.bitOffset(),
                    member.bitSize()));
          }
          type = member.type();
          begin += member.offset();
        }
        case BtfType.Array array -> {
          long element = size(array.element()).orElse(0);
          long index = element == 0 ? -1 : (offset - begin) / element;
          if (index < 0 || index >= array.count()) {
            return Optional.empty();
          }
          path.append('[').append(index).append(']');
          type = array.element();
          begin += index * element;
        }
        default -> {
          long size = size(type).orElse(0);
          return offset >= begin && offset - begin < size
              ? Optional.of(new Btf.Field(path.toString(), type, begin * 8, 0))
              : Optional.empty();
        }
      }
    }
  }

  private Optional<BtfType.Member> covering(BtfType.Composite composite, long offset) {
    for (BtfType.Member member : composite.members()) {
      long first = member.offset();
      long end =
          member.isBitField()
              ? (member.bitOffset() + member.bitSize() + 7L) / 8
              : first + Math.min(size(member.type()).orElse(0), 1L << 40);
      if (offset >= first && offset < end) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }
}
