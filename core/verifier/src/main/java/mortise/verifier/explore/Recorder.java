package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.verifier.belief.Beliefs;
import mortise.verifier.belief.Visit;

/// Keeps every state that exploration goes through.
final class Recorder {
  private record Cut(Visit visit, Checkpoint by) {}

  private final int limit;
  private final Map<Integer, List<Visit>> entries = new HashMap<>();
  private final List<Cut> cuts = new ArrayList<>();
  private int count;

  /// @param limit how many states to keep at most
  Recorder(int limit) {
    this.limit = limit;
  }

  /// The path is about to process an instruction, or to be cut there.
  ///
  /// @param written the slots written since the last checkpoint *before* this instruction
  void visit(Path path, long[] written) {
    if (++count > limit) {
      throw new LimitReached("More than %d states to keep for checking.".formatted(limit));
    }
    var visit = new Visit(path.at, path.state.copy(), written);
    var before = path.visit;
    if (before == null) {
      entries.computeIfAbsent(path.at, same -> new ArrayList<>()).add(visit);
    } else {
      before.add(visit);
    }
    path.visit = visit;
    if (path.last != null && path.last.visit == null) {
      path.last.visit = visit;
    }
  }

  /// The path, just visited, is cut.
  void cut(Path path, Checkpoint by) {
    if (path.visit != null) {
      cuts.add(new Cut(path.visit, by));
    }
  }

  static long[] written(Path path) {
    var written = new long[path.state.depth()];
    for (int f = 0; f < written.length; f++) {
      written[f] = path.state.frame(f).written();
    }
    return written;
  }

  /// Everything kept, once all paths have ended and marks are final.
  Beliefs beliefs(RegisterLiveness liveness, int size) {
    for (var cut : cuts) {
      var by = cut.by.visit;
      if (by == null) {
        throw new IllegalStateException("a state that was never gone on from covers another");
      }
      cut.visit.setCover(new Visit.Cover(by, cut.by.read()));
    }
    var live = new int[size];
    for (int at = 0; at < size; at++) {
      live[at] = liveness.before(at);
    }
    return new Beliefs(entries, live);
  }
}
