package mortise.verifier.explore;

import mortise.spi.Condition;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;

/// What conditions ask of open sections: whether one guards a container, or is named by a subject.
final class Sections {
  private Sections() {}

  /// Whether an open section guards the container.
  static boolean guard(Subject subject, CallSite site) {
    int guard = guardOf(subject, site);
    if (guard < 0 || !(site.value(subject) instanceof Pointer pointer)) {
      return false;
    }
    for (var section : site.state().sections()) {
      if (section.offset() == guard && isToken(section, pointer)) {
        return true;
      }
    }
    return false;
  }

  /// The offset of the lock that guards the container, -1 if there is none.
  private static int guardOf(Subject subject, CallSite site) {
    var field = site.field(subject);
    var type = site.type(subject);
    if (field.isEmpty() || type.isEmpty()) {
      return -1;
    }
    for (var kind : field.get().kind().guards()) {
      var guard = type.get().field(kind);
      if (guard.isPresent()) {
        return guard.get().offset();
      }
    }
    return -1;
  }

  private static boolean isToken(OpenSection section, Pointer pointer) {
    return section.isToken(pointer.id(), CallSite.holder(pointer));
  }

  /// Whether a section of that kind is open which the subject names.
  static boolean isOpen(SectionKind kind, Subject subject, CallSite site) {
    var token = site.token(subject);
    if (token.isEmpty()) {
      return false;
    }
    for (var section : site.state().sections()) {
      if (section.kind().equals(kind) && token.get().isOf(section)) {
        return true;
      }
    }
    return false;
  }

  /// Whether of the open sections of some kinds the subject names the one entered last.
  static boolean isInnermost(Condition.Innermost condition, CallSite site) {
    var token = site.token(condition.subject());
    var among =
        site.state().sections().stream()
            .filter(s -> condition.sections().contains(s.kind()))
            .toList();
    return token.isPresent() && !among.isEmpty() && token.get().isOf(among.getLast());
  }
}
