package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import mortise.object.Instruction;
import mortise.spi.Invocation;
import mortise.verifier.Limits;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// The states that are saved at prune points, to end paths whose state one of them covers.
///
/// Source: linux `is_state_visited` (6.18).
final class Checkpoints {
  /// After so many turns a state is saved wherever it can be.
  private static final int MOST_TURNS = 40;

  private final Verification verification;
  private final ControlFlow flow;
  private final Calls calls;
  private final RegisterLiveness liveness;
  private final Limits.Pruning pruning;
  private final Statistics statistics;
  private final Kept kept;
  private final @Nullable List<Checkpoint>[] saved;

  /// Where the states of all paths are saved: loops come round there that no jump closes.
  private final BitSet forced = new BitSet();

  private int jumpsAtLast;
  private int instructionsAtLast;

  Checkpoints(
      Verification verification,
      ControlFlow flow,
      Calls calls,
      RegisterLiveness liveness,
      Limits limits,
      Statistics statistics) {
    this.verification = verification;
    this.flow = flow;
    this.calls = calls;
    this.liveness = liveness;
    this.statistics = statistics;
    pruning = limits.pruning();
    kept = new Kept(limits.kept());
    saved = empty(verification.program.size());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays have no type arguments.
  private static @Nullable List<Checkpoint>[] empty(int size) {
    return new List[size];
  }

  /// Finds the prune points that are no jumps.
  void findPrunePoints() {
    for (int at = 0; at < verification.program.size(); at++) {
      if (verification.program.at(at) instanceof Instruction.Call call) {
        var plan = verification.plan(call);
        if (plan != null && (plan.callsBack(Invocation.Repetition.ANY) || plan.repeats())) {
          flow.addPrunePoint(at);
          forced.set(at);
        } else if (plan != null && plan.callsBack(Invocation.Repetition.LATER)) {
          // A callback that sets itself again is entered once for each state of that call.
          flow.addPrunePoint(at);
        }
      } else if (verification.program.at(at) instanceof Instruction.MayGoto) {
        flow.addPrunePoint(at);
        forced.set(at);
      }
    }
  }

  void clear() {
    Arrays.fill(saved, null);
    kept.clear();
  }

  /// The state that covers the path, which then need not be followed any further; if there is none,
  /// the path's state may be saved.
  @Nullable Checkpoint covering(Path path) {
    int at = path.at;
    if (pruning == Limits.Pruning.NONE || !flow.isPrunePoint(at)) {
      return null;
    }
    var known = saved[at];
    if (known == null) {
      known = new ArrayList<>();
      saved[at] = known;
    }
    boolean force = forced.get(at);
    boolean eager = pruning == Limits.Pruning.EAGER || path.turns() > MOST_TURNS;
    int newJumps = statistics.jumps - jumpsAtLast;
    int newInstructions = statistics.instructions - instructionsAtLast;
    boolean add = force || eager || (newJumps >= 2 && newInstructions >= 8);
    boolean recent = !force && !eager && newJumps < 20 && newInstructions < 100;
    int exactHash = StateComparison.exactHash(path.state, liveness.before(at));
    for (var iterator = known.iterator(); iterator.hasNext(); ) {
      var old = iterator.next();
      boolean open = old.isOpen();
      if (open && !force && old.exactHash() != exactHash && !add) {
        continue;
      }
      if (!StateComparison.sameCalls(old.state(), path.state)) {
        continue;
      }
      if (open ? comesRound(path, old, exactHash) : isCovered(path, old)) {
        return old;
      }
      if (open && recent) {
        add = false;
      }
      if (add) {
        old.misses++;
      }
      int patience = force && open ? 64 : 3;
      if (old.misses > old.hits * patience + patience) {
        iterator.remove();
        old.drop();
        statistics.states--;
      }
    }
    if (add) {
      save(path, exactHash, known);
    }
    return null;
  }

  /// Whether the path came back to where it was in a loop: once round in one that ends by itself,
  /// or for ever.
  private boolean comesRound(Path path, Checkpoint old, int exactHash) {
    if (forced.get(path.at) && isRound(path, old)) {
      if (!StateComparison.covers(old, path.state, liveness, old.comparison())) {
        return false;
      }
    } else if (old.exactHash() == exactHash
        && isSameRound(old.state(), path.state)
        && StateComparison.covers(old, path.state, liveness, StateComparison.Mode.EXACT)) {
      verification.reject(Rejection.of(ProgramRules.INFINITE_LOOP, "at", path.at));
    } else {
      return false;
    }
    Checkpoint.await(path, old);
    return true;
  }

  private boolean isCovered(Path path, Checkpoint old) {
    var mode = old.comparison();
    if (!StateComparison.covers(old, path.state, liveness, mode)) {
      return false;
    }
    old.hits++;
    if (mode == StateComparison.Mode.MARKED) {
      Marks.copy(old, path, mode);
    } else {
      Checkpoint.await(path, old);
    }
    return true;
  }

  /// Whether a loop through where the path is has an end of its own: callbacks, an answer with
  /// which the program comes round again, or a jump that is taken in the end.
  private boolean isRound(Path path, Checkpoint old) {
    if (!(verification.program.at(path.at) instanceof Instruction.Call call)) {
      return !isSameRound(old.state(), path.state);
    }
    var plan = verification.plan(call);
    return plan == null || !plan.repeats() || calls.mayRepeat(path, plan);
  }

  /// Whether callbacks were simulated equally often: else the path is making progress.
  private static boolean isSameRound(State old, State now) {
    for (int f = 0; f < old.depth(); f++) {
      if (old.frame(f).unrolled() != now.frame(f).unrolled()
          || old.frame(f).rounds() != now.frame(f).rounds()) {
        return false;
      }
    }
    return true;
  }

  private void save(Path path, int exactHash, List<Checkpoint> known) {
    var checkpoint = new Checkpoint(path.state, path.at, exactHash, path.last, kept);
    path.saved(checkpoint);
    known.addFirst(checkpoint);
    jumpsAtLast = statistics.jumps;
    instructionsAtLast = statistics.instructions;
    statistics.totalStates++;
    statistics.states++;
    statistics.peakStates = Math.max(statistics.peakStates, statistics.states);
    statistics.mostStatesAtOnce = Math.max(statistics.mostStatesAtOnce, known.size());
  }
}
