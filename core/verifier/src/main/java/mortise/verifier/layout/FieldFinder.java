package mortise.verifier.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.FieldKind;
import mortise.verifier.rulebook.RuleBook;

/// Finds the special fields of a type: members whose struct, or whose pointer's tag, a family has
/// declared. Nested structs and arrays are searched, unions are not.
///
/// Source: linux `btf_find_field` (6.18).
final class FieldFinder {
  private static final int MAX_DEPTH = 32;

  /// A field found.
  ///
  /// @param owner the struct (or variable) that carries its tags
  /// @param member which member of it, -1 for a variable
  /// @param path how messages call it
  /// @param type the member's type
  record Found(FieldKind kind, long offset, int owner, int member, String path, int type) {}

  private final Btf btf;
  private final RuleBook rules;
  private final FieldKind.Place place;
  private final List<Found> found = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  FieldFinder(Btf btf, RuleBook rules, FieldKind.Place place) {
    this.btf = btf;
    this.rules = rules;
    this.place = place;
  }

  List<Found> found() {
    return found;
  }

  List<String> problems() {
    return problems;
  }

  /// Whether the struct has a field as a direct member: only then are its fields looked for, as far
  /// as objects are concerned.
  ///
  /// Source: linux `btf_parse_struct_metas` (6.18).
  boolean hasDirectField(BtfType.Composite struct) {
    return struct.members().stream()
        .flatMap(member -> kindOf(member.type(), List.of()).stream())
        .anyMatch(kind -> !kind.besidesOthers());
  }

  void search(BtfType.Composite struct, int id, long base, String path, int depth) {
    if (depth > MAX_DEPTH) {
      problems.add(path + ": nested too deeply");
      return;
    }
    var seen = new HashSet<FieldKind>();
    for (int i = 0; i < struct.members().size(); i++) {
      var member = struct.members().get(i);
      var name = path.isEmpty() ? member.name() : path + "." + member.name();
      // A second one is one too many wherever it lies, aligned or not.
      var second =
          kindOf(elementOf(member.type()), btf.tags(id, i))
              .filter(FieldKind::unique)
              .filter(kind -> !seen.add(kind));
      if (second.isPresent() && !rules.layoutStrict()) {
        problems.add("%s: a second %s".formatted(name, second.get()));
        continue;
      }
      consider(member.type(), base + member.offset(), id, i, name, depth);
    }
  }

  void consider(int type, long offset, int owner, int member, String path, int depth) {
    long count = 1;
    int at = btf.resolveId(type);
    while (btf.type(at) instanceof BtfType.Array array) {
      count = Math.min(count * array.count(), 1 << 20);
      at = btf.resolveId(array.element());
    }
    var kind = kindOf(elementOf(type), btf.tags(owner, member));
    var elementSize = btf.size(at).orElse(0);
    if (kind.isPresent()) {
      if (offset % kind.get().alignment() != 0) {
        if (rules.layoutStrict()) {
          problems.add(
              "%s: %s at offset %d is not aligned to %d bytes"
                  .formatted(path, kind.get(), offset, kind.get().alignment()));
        }
        return;
      }
      if (count != 1 && !kind.get().inArrays()) {
        problems.add("%s: %s cannot stand in an array".formatted(path, kind.get()));
        return;
      }
      for (long i = 0; i < count && found.size() <= TypeLayouts.MAX_FIELDS; i++) {
        found.add(
            new Found(kind.get(), offset + i * elementSize, owner, member, path, elementOf(type)));
      }
    } else if (wrongPointer(elementOf(type)).isPresent()) {
      problems.add(path + ": " + wrongPointer(elementOf(type)).get());
    } else if (btf.type(at) instanceof BtfType.Struct nested) {
      if (count > 1 && !rules.layoutStrict()) {
        var wrong = singleIn(nested, at, path, depth);
        if (wrong.isPresent()) {
          problems.add(
              "%s: %s cannot stand in an array".formatted(wrong.get().path(), wrong.get().kind()));
          return;
        }
      }
      for (long i = 0; i < count && i <= TypeLayouts.MAX_FIELDS; i++) {
        search(nested, at, offset + i * elementSize, path, depth + 1);
      }
    } else if (rules.layoutStrict() && btf.type(at) instanceof BtfType.Union union) {
      rejectIn(union, at, path, depth);
    }
  }

  /// A field in the struct of which there can be no array.
  ///
  /// Source: linux `btf_repeat_fields` (6.18).
  private Optional<Found> singleIn(BtfType.Composite struct, int id, String path, int depth) {
    var inside = new FieldFinder(btf, rules, place);
    inside.search(struct, id, 0, path, depth + 1);
    return inside.found().stream().filter(field -> !field.kind().inArrays()).findFirst();
  }

  private void rejectIn(BtfType.Union union, int id, String path, int depth) {
    var inside = new FieldFinder(btf, rules, place);
    inside.search(union, id, 0, path, depth + 1);
    inside.found().stream()
        .findFirst()
        .ifPresent(
            field -> problems.add("%s: %s in a union".formatted(field.path(), field.kind())));
  }

  /// The type under all arrays, with its qualifiers.
  private int elementOf(int type) {
    int at = type;
    while (btf.resolve(at) instanceof BtfType.Array array) {
      at = array.element();
    }
    return at;
  }

  /// What is wrong with a pointer that has a type tag. A struct without other fields is not looked
  /// at so closely: there, such a pointer is a plain member.
  ///
  /// Source: linux `btf_get_field_type`, `btf_find_kptr` (6.18).
  private Optional<String> wrongPointer(int type) {
    if (rules.layoutStrict()
        || rules.pointerFields().isEmpty()
        || !(btf.resolve(type) instanceof BtfType.Pointer pointer)) {
      return Optional.empty();
    }
    var tags = btf.typeTags(pointer.type());
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    if (tags.size() > 1) {
      return Optional.of("a pointer with more than one type tag: " + String.join(", ", tags));
    }
    if (!rules.pointerFields().containsKey(tags.getFirst())) {
      return Optional.of("a pointer with the unknown type tag " + tags.getFirst());
    }
    return btf.resolve(pointer.type()) instanceof BtfType.Struct
        ? Optional.empty()
        : Optional.of("a %s to what is no struct of this program".formatted(tags.getFirst()));
  }

  private Optional<FieldKind> kindOf(int type, List<String> tags) {
    var resolved = btf.resolve(type);
    if (resolved instanceof BtfType.Struct struct) {
      // What is no field in such a place is plain memory.
      return rules
          .structField(struct.name(), tags)
          .filter(kind -> rules.layoutStrict() || kind.places().contains(place));
    }
    if (resolved instanceof BtfType.Pointer pointer && wrongPointer(type).isEmpty()) {
      return btf.typeTags(pointer.type()).stream()
          .flatMap(tag -> Optional.ofNullable(rules.pointerFields().get(tag)).stream())
          .findFirst();
    }
    return Optional.empty();
  }
}
