package mortise.engine.checked;

import java.util.HashMap;
import java.util.List;
import mortise.runtime.ghost.Ghost;
import mortise.runtime.ghost.Ghost.Account;
import mortise.runtime.ghost.Ghost.Inside;
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
    var owed = new HashMap<Long, Long>();
    account.owed().forEach(one -> owed.put(one.object(), one.count()));
    long unknown = 0;
    for (var obligation : believed) {
      if (!things.has(obligation.identity())) {
        unknown += obligation.count();
        continue;
      }
      long thing = things.of(obligation.identity());
      if (thing == 0) {
        continue;
      }
      // Two identities may turn out to be one object.
      long left = owed.getOrDefault(thing, 0L) - obligation.count();
      if (left < 0) {
        return new Mismatch(
            "obligations",
            "was believed to owe %d for what %s gave at instruction %d, and owes %d less"
                .formatted(
                    obligation.count(), obligation.function(), obligation.acquired(), -left));
      }
      owed.put(thing, left);
    }
    owed.values().removeIf(count -> count == 0);
    long more = owed.values().stream().mapToLong(Long::longValue).sum();
    return more <= unknown
        ? null
        : new Mismatch(
            "obligations",
            "owes %d references of which the verifier knew nothing, one for 0x%x"
                .formatted(more - unknown, owed.keySet().iterator().next()));
  }
}
