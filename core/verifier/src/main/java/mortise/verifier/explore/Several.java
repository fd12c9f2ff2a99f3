package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.Subject;
import mortise.spi.TypeView;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;

/// Subjects that stand for several values at a call, which are gone through one by one.
final class Several {
  private Several() {}

  /// A subject among these that stands for several values, and is not yet one of them.
  ///
  /// @param subjects with those that they are told by
  static Optional<Subject.Fields> among(List<Subject> subjects, CallSite site) {
    for (var one : subjects) {
      if (site.inRoles(one) instanceof Subject.Fields fields && !site.bound().containsKey(fields)) {
        return Optional.of(fields);
      }
    }
    return Optional.empty();
  }

  /// A pointer to each of the fields.
  static List<Pointer> each(Subject.Fields fields, CallSite site) {
    var pointers = new ArrayList<Pointer>();
    site.pointer(fields.of())
        .ifPresent(
            pointer ->
                CallSite.typeOf(pointer)
                    .ifPresent(type -> pointers.addAll(fields(pointer, type, fields.kind()))));
    return pointers;
  }

  private static List<Pointer> fields(Pointer pointer, TypeView type, FieldKind kind) {
    return type.fields().stream()
        .filter(field -> field.kind().is(kind))
        .map(field -> pointer.pointing(field.offset()))
        .toList();
  }

  /// Whatever some pointer leads to, one pointer each, one that owes for it if there is one.
  static List<Pointer> each(Subject.Tracked tracked, CallSite site) {
    var found = new LinkedHashMap<Integer, Pointer>();
    site.state()
        .mapPointers(
            pointer -> {
              int identity = site.verification().identityOf(pointer);
              boolean object =
                  pointer.region() instanceof Region.Local
                      || pointer.region() instanceof Region.MapValue
                      || pointer.region() instanceof Region.Host;
              if (object && identity != 0) {
                found.merge(
                    identity,
                    pointer,
                    (old, now) -> old.obligation() == 0 && now.obligation() != 0 ? now : old);
              }
              return pointer;
            });
    var all = new ArrayList<Pointer>();
    for (var pointer : found.values()) {
      if (tracked.kind().isEmpty()) {
        all.add(pointer.pointing(0));
      } else {
        CallSite.typeOf(pointer)
            .ifPresent(type -> all.addAll(fields(pointer, type, tracked.kind().get())));
      }
    }
    return all;
  }
}
