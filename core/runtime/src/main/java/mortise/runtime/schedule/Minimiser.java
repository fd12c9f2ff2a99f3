package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mortise.runtime.schedule.Schedule.Turn;

/// Makes a failing schedule simpler: fewest switches, then fewest operations.
///
/// What is tried is followed as well as it can be and what really happened is judged, so that a
/// schedule need not fit to be of use. It ends when no single change (a turn left out, two turns
/// exchanged, a turn longer at the cost of the CPU's next, a turn shorter) makes it simpler.
final class Minimiser {
  private static final int MOST_TRIES = 2000;

  private final Function<Schedule, Optional<Failure>> run;
  private final BooleanSupplier enough;
  private int tries;

  /// @param run gives the failure if the schedule fails in the same way
  Minimiser(Function<Schedule, Optional<Failure>> run, BooleanSupplier enough) {
    this.run = run;
    this.enough = enough;
  }

  Failure minimise(Failure failure) {
    var best = failure;
    while (true) {
      var better = improve(best);
      if (better.isEmpty()) {
        return best;
      }
      best = better.get();
    }
  }

  private Optional<Failure> improve(Failure best) {
    for (var candidate : candidates(best.schedule().turns())) {
      if (tries++ >= MOST_TRIES || enough.getAsBoolean()) {
        return Optional.empty();
      }
      var failure = run.apply(new Schedule(candidate, best.schedule().starts()));
      if (failure.isPresent() && isSimpler(failure.get().schedule(), best.schedule())) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private static boolean isSimpler(Schedule one, Schedule other) {
    return one.switches() != other.switches()
        ? one.switches() < other.switches()
        : one.operations() < other.operations();
  }

  private static List<List<Turn>> candidates(List<Turn> turns) {
    var all = new ArrayList<List<Turn>>();
    for (int from = 0; from < turns.size(); from++) {
      // Without a turn, and without all from there on.
      var without = new ArrayList<>(turns);
      without.remove(from);
      all.add(without);
      all.add(turns.subList(0, from));
    }
    for (int at = 0; at + 1 < turns.size(); at++) {
      var exchanged = new ArrayList<>(turns);
      exchanged.set(at, turns.get(at + 1));
      exchanged.set(at + 1, turns.get(at));
      all.add(exchanged);
    }
    for (int at = 0; at < turns.size(); at++) {
      int operations = turns.get(at).operations();
      for (int fewer = operations / 2; fewer >= 1; fewer /= 2) {
        all.add(with(turns, at, operations - fewer));
        all.add(with(turns, at, operations + fewer));
      }
    }
    return all;
  }

  private static List<Turn> with(List<Turn> turns, int at, int operations) {
    var changed = new ArrayList<>(turns);
    if (operations == 0) {
      changed.remove(at);
    } else {
      changed.set(at, new Turn(turns.get(at).cpu(), operations));
    }
    return changed;
  }
}
