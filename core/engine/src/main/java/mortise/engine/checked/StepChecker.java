package mortise.engine.checked;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.engine.checked.BelievedProgram.Change;
import mortise.runtime.RunState;
import mortise.runtime.StepObserver;
import mortise.runtime.Violation;
import mortise.runtime.ghost.Ghost;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// Watches one run: before every instruction, each register and stack slot must be what the
/// verifier believed of it on the path that the run takes.
public final class StepChecker implements StepObserver {
  private final BelievedProgram program;
  private final Optional<Ghost> ghost;
  private final Follower follower;
  private final StateChecker checker;
  private @Nullable State last;
  private int lastSlot = -1;

  /// @param ghost the second account of memory, if there is one
  public StepChecker(BelievedProgram program, Optional<Ghost> ghost) {
    this.program = program;
    this.ghost = ghost;
    follower = new Follower(program.beliefs());
    checker = new StateChecker(program.beliefs().live(), ghost.map(AccountChecker::new));
  }

  @Override
  public void before(RunState now) {
    var change = last == null ? Change.FRAMES : program.change(lastSlot);
    var places = follower.advance(now);
    checker.alone(follower.alone());
    if (places.isEmpty()) {
      throw violation(
          now,
          "unreachable",
          "the verifier believed that a run cannot get here%s".formatted(cameFrom(now)));
    }
    if (places.size() == 1) {
      var mismatch = check(places.getFirst(), now, change);
      if (mismatch != null) {
        throw violation(now, mismatch.check(), mismatch.text());
      }
    } else {
      follower.keep(matching(places, now));
    }
    last = places.size() == 1 ? places.getFirst().visit().state() : null;
    lastSlot = now.slot();
  }

  @Override
  public Optional<StepObserver> later() {
    return Optional.of(new StepChecker(program, ghost));
  }

  private List<Cursor> matching(List<Cursor> places, RunState now) {
    var matching = new ArrayList<Cursor>();
    Mismatch first = null;
    for (var place : places) {
      var mismatch = check(place, now, Change.FRAMES);
      if (mismatch == null) {
        matching.add(place);
      } else if (first == null) {
        first = mismatch;
      }
    }
    if (matching.isEmpty() && first != null) {
      throw violation(
          now,
          first.check(),
          first.text() + " (nor is it as any of %d other paths has it)".formatted(places.size()));
    }
    return matching;
  }

  private @Nullable Mismatch check(Cursor place, RunState now, Change change) {
    var mismatch =
        checker.check(place, now, follower.base(), change == Change.FRAMES ? null : last, change);
    var cover = place.visit().cover();
    if (mismatch != null || cover == null) {
      return mismatch;
    }
    place.crossTo(cover);
    var covering = checker.check(place, now, follower.base(), null, Change.FRAMES);
    return covering == null
        ? null
        : new Mismatch(
            "pruned", covering.text() + ", in the state that was thought to cover this path");
  }

  private String cameFrom(RunState now) {
    return lastSlot < 0 ? "" : " from instruction %d%s".formatted(lastSlot, place(now, lastSlot));
  }

  private static Violation violation(RunState now, String check, String problem) {
    return new Violation(check, now.program().name(), now.slot(), place(now, now.slot()), problem);
  }

  private static String place(RunState now, int slot) {
    return now.program().program().lineAt(slot).map(line -> " (" + line + ")").orElse("");
  }
}
