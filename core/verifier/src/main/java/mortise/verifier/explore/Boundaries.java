package mortise.verifier.explore;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import mortise.spi.SectionKind;
import mortise.verifier.rules.ReferenceRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.State;

/// Points at which everything must be settled: no section open, nothing owed.
///
/// Source: linux `check_resource_leak` (6.18).
final class Boundaries {
  static final String EXIT = "BPF_EXIT instruction in main prog";
  static final String PACKET_LOAD = "BPF_LD_[ABS|IND]";

  private Boundaries() {}

  static void check(Verification verification, State state, String boundary) {
    var open =
        state.sections().stream()
            .sorted(Comparator.comparingInt((OpenSection s) -> s.kind().order()))
            .toList();
    for (var section : open) {
      if (section.kind().order() < SectionKind.OBLIGATIONS) {
        verification.reject(held(section, boundary));
      }
    }
    if (!state.obligations().isEmpty()) {
      verification.reject(leak(state.obligations(), boundary));
    }
    for (var section : open) {
      verification.reject(held(section, boundary));
    }
  }

  /// Only that no section is open.
  static void checkSections(Verification verification, State state, String boundary) {
    state.sections().stream()
        .sorted(Comparator.comparingInt((OpenSection s) -> s.kind().order()))
        .forEach(section -> verification.reject(held(section, boundary)));
  }

  /// What is owed must be led to by some pointer, or by a slot object: nobody could settle it.
  static void checkLost(Verification verification, State state, String boundary) {
    boolean unwatched = verification.rules.isOff(ReferenceRules.LEAK);
    if ((!verification.rules.losingForbidden() && !unwatched) || state.obligations().isEmpty()) {
      return;
    }
    var lost = lost(state);
    if (unwatched) {
      // Nobody asks for it any more; loops that pile it up would have no end.
      lost.forEach(owed -> state.settle(owed.id()));
    } else if (!lost.isEmpty()) {
      verification.reject(leak(lost, boundary));
    }
  }

  /// What is owed and nothing leads to any more: it can only be found at the end.
  static List<Obligation> lost(State state) {
    var found = new HashSet<Integer>();
    state.mapPointers(
        pointer -> {
          found.add(pointer.obligation());
          found.add(pointer.id());
          return pointer;
        });
    state.mapParts(
        part -> {
          found.add(part.obligation());
          return part;
        });
    return state.obligations().stream()
        .filter(o -> !found.contains(o.id()) && !found.contains(o.identity()))
        .toList();
  }

  static Rejection leak(List<Obligation> owed, String boundary) {
    var leaks = new StringBuilder();
    for (var one : owed) {
      leaks.append(
          "Unreleased reference id=%d alloc_insn=%d\n".formatted(one.id(), one.acquired()));
    }
    return Rejection.of(ReferenceRules.LEAK, "leaks", leaks, "boundary", boundary);
  }

  private static Rejection held(OpenSection section, String boundary) {
    return Rejection.of(section.kind().heldAtBoundary(), "boundary", boundary);
  }
}
