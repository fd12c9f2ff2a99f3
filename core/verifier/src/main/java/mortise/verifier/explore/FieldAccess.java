package mortise.verifier.explore;

import mortise.spi.Rule;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// What loads and stores of special fields mean: nothing, unless the field's kind says so.
///
/// Source: linux `check_map_access`, `check_map_kptr_access` (6.18).
record FieldAccess(Verification verification, Results results) {
  Value read(Path path, Access access, Pointer pointer, Region.Local object, ObjectAccess objects) {
    objects.check(access, pointer, object);
    return MemoryAccess.loaded(path, access);
  }

  void write(Access access, Pointer pointer, Region.Local object, ObjectAccess objects) {
    objects.check(access, pointer, object);
  }

  /// What a load of a field of a map value gives, if the load is of a field with a meaning.
  @Nullable Value readValue(Path path, Access access, Pointer pointer, TypeView type) {
    for (var field : type.fields()) {
      if (field.kind().access().isPresent() && touches(field, access, pointer)) {
        return results.loaded(path, pointer, field, field.kind().access().get());
      }
    }
    return null;
  }

  /// Checks a store into a map value: into fields whose kind lets it, what is required holds.
  ///
  /// @param register which register holds the value, -1 if none
  void checkStore(
      Path path, Access access, Pointer pointer, TypeView type, Value value, int register) {
    for (var field : type.fields()) {
      var meaning = field.kind().access();
      if (meaning.isPresent() && touches(field, access, pointer)) {
        checkPlace(access, pointer, field, meaning.get());
        if (meaning.get().stores().isEmpty()) {
          throw misused(meaning.get().store(), field, pointer.offset() + (long) access.offset());
        }
        results.checkStore(path, pointer, field, meaning.get(), value, register);
      } else if (touches(field, access, pointer)) {
        throw Rejection.of(MemoryRules.FIELD_IN_VALUE, "field", field.kind().label());
      }
    }
  }

  private static void checkPlace(
      Access access, Pointer pointer, SpecialField field, mortise.spi.Access meaning) {
    var misuse = meaning.misuse();
    long offset = pointer.offset() + (long) access.offset();
    if (!pointer.isConstantOffset()) {
      throw misused(misuse.get(0), field, offset);
    }
    if (offset + pointer.variable().constantValue() != field.offset()) {
      throw misused(misuse.get(1), field, offset);
    }
    if (access.size() != field.kind().size()) {
      throw misused(misuse.get(2), field, offset);
    }
    if (access.isAtomic()) {
      throw misused(misuse.get(3), field, offset);
    }
  }

  /// Refuses accesses by functions that touch a field.
  void checkFunction(Access access, Pointer pointer, TypeView type) {
    for (var field : type.fields()) {
      var indirect = field.kind().access().flatMap(mortise.spi.Access::indirect);
      if (indirect.isPresent() && touches(field, access, pointer)) {
        throw misused(indirect.get(), field, pointer.offset() + (long) access.offset());
      }
    }
    checkValue(access, pointer, type);
  }

  /// Refuses accesses that touch a field in a way that its kind does not allow.
  void checkValue(Access access, Pointer pointer, TypeView type) {
    for (var field : type.fields()) {
      if (!touches(field, access, pointer)) {
        continue;
      }
      var meaning = field.kind().access();
      if (meaning.isEmpty()) {
        throw Rejection.of(MemoryRules.FIELD_IN_VALUE, "field", field.kind().label());
      }
      checkPlace(access, pointer, field, meaning.get());
      if (!access.isRead()) {
        throw misused(meaning.get().store(), field, pointer.offset() + (long) access.offset());
      }
    }
  }

  private static Rejection misused(Rule rule, SpecialField field, long offset) {
    return Rejection.of(
        rule, "field", field.kind().label(), "expected", field.offset(), "offset", offset);
  }

  private static boolean touches(SpecialField field, Access access, Pointer pointer) {
    long fixed = pointer.offset() + (long) access.offset();
    long first = fixed + pointer.variable().smin();
    long last = fixed + pointer.variable().umax() + access.size();
    return first < field.end() && field.offset() < last;
  }
}
