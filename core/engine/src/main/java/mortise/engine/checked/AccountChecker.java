package mortise.engine.checked;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import mortise.runtime.ghost.Ghost;
import mortise.runtime.ghost.Ghost.Account;
import mortise.runtime.ghost.Ghost.Inside;
import mortise.runtime.ghost.Ghost.Owed;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// Holds what a run owes and is inside of, by the ghost heap's account, against what was believed.
final class AccountChecker {
  private final Ghost ghost;

  AccountChecker(Ghost ghost) {
    this.ghost = ghost;
  }

  /// What is not as believed; null if everything is.
  ///
  /// @param things where the things start that all pointers of the state were found to point to
  @Nullable Mismatch check(State believed, ValueChecker.Groups things) {
    var account = ghost.current();
    if (account.isEmpty()) {
      return null;
    }
    var mismatch = sections(believed.sections(), account.get().sections(), things);
    return mismatch != null ? mismatch : owed(believed.obligations(), account.get(), things);
  }

  private static @Nullable Mismatch sections(
      List<OpenSection> believed, List<Inside> actual, ValueChecker.Groups things) {
    boolean same = believed.size() == actual.size();
    for (int i = 0; same && i < actual.size(); i++) {
      var section = believed.get(i);
      same =
          section.kind().name().equals(actual.get(i).section())
              && (section.identity() <= 0
                  || !things.has(section.identity())
                  || things.of(section.identity()) + section.offset() == actual.get(i).token());
    }
    return same
        ? null
        : new Mismatch(
            "sections",
            "was believed to be inside %s, and is inside %s"
                .formatted(believed.stream().map(s -> s.kind().name()).toList(), actual));
  }

  /// References for things that are null after all are not owed; of things that no pointer leads to
  /// it is not known which they are.
  private static @Nullable Mismatch owed(
      List<Obligation> believed, Account account, ValueChecker.Groups things) {
    var owed = new HashSet<>(account.owed().stream().map(Owed::object).toList());
    var missing = new ArrayList<Obligation>();
    int unknown = 0;
    for (var obligation : believed) {
      if (!things.has(obligation.identity())) {
        unknown++;
      } else if (things.of(obligation.identity()) != 0
          && !owed.remove(things.of(obligation.identity()))) {
        missing.add(obligation);
      }
    }
    if (!missing.isEmpty()) {
      return new Mismatch(
          "obligations",
          "was believed to owe what %s gave at instruction %d, and does not"
              .formatted(missing.getFirst().function(), missing.getFirst().acquired()));
    }
    return owed.size() <= unknown
        ? null
        : new Mismatch(
            "obligations",
            "owes %d references of which the verifier knew nothing, one for 0x%x"
                .formatted(owed.size() - unknown, owed.iterator().next()));
  }
}
