package mortise.verifier.explore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.spi.Qualifier;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Value;

/// What each instruction accesses. Accesses to contexts, to objects, and to what views show are
/// rewritten: an instruction that accesses one of them on one path cannot access anything else on
/// another.
///
/// Source: linux `save_aux_ptr_type` (6.18).
final class Accessed {
  private final Verification verification;
  private final Map<Integer, Kind> known = new HashMap<>();

  /// @param name of what is told apart; empty: memory that anything may be accessed beside
  /// @param qualifiers those of pointers to objects
  private record Kind(String name, boolean local, List<Qualifier> qualifiers) {
    private static final String OBJECT = "object";
    private static final String PLAIN = "memory";

    static Kind of(Pointer pointer) {
      return switch (pointer.region()) {
        case Region.Context context -> new Kind("context", false, List.of());
        case Region.View view ->
            new Kind(view.view().whole() ? "" : view.view().name(), false, List.of());
        case Region.Local object -> new Kind(OBJECT, true, pointer.qualifiers());
        case Region.Host object -> new Kind(OBJECT, false, pointer.qualifiers());
        case Region.Memory memory -> new Kind(PLAIN, false, List.of());
        default -> new Kind("", false, List.of());
      };
    }

    boolean isAlone() {
      return !name.isEmpty() && !name.equals(PLAIN);
    }

    /// Loads from either are made such that they give 0 where there is nothing.
    boolean mayBeProbed() {
      return name.equals(OBJECT) || name.equals(PLAIN);
    }
  }

  Accessed(Verification verification) {
    this.verification = verification;
  }

  void load(int at, Value base) {
    remember(at, base, true);
  }

  void store(int at, Value base) {
    remember(at, base, false);
  }

  private void remember(int at, Value base, boolean isLoad) {
    if (!(base instanceof Pointer pointer)) {
      return;
    }
    var now = Kind.of(pointer);
    var before = known.putIfAbsent(at, now);
    if (before == null || before.equals(now) || !(before.isAlone() || now.isAlone())) {
      return;
    }
    if (!isLoad || !before.mayBeProbed() || !now.mayBeProbed()) {
      verification.reject(Rejection.of(MemoryRules.MIXED_POINTERS));
    }
  }
}
