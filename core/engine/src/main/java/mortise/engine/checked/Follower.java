package mortise.engine.checked;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mortise.runtime.RunState;
import mortise.verifier.belief.Beliefs;
import mortise.verifier.belief.Visit;
import org.jspecify.annotations.Nullable;

/// Follows one run through what was explored. Where a call has several answers it may be in several
/// places at once, until what it holds tells them apart.
final class Follower {
  /// What waits for a subprogram that was verified on its own to return.
  private record Suspended(List<Cursor> cursors, int base) {}

  private final Beliefs beliefs;
  private final Deque<Suspended> suspended = new ArrayDeque<>();
  private List<Cursor> cursors = List.of();
  // The depth of the run's frame that is frame 0 of the visits.
  private int base;
  private int depth;
  private boolean started;

  Follower(Beliefs beliefs) {
    this.beliefs = beliefs;
  }

  /// The depth of the run's frame that is frame 0 of the visits.
  int base() {
    return base;
  }

  /// How many subprograms the run is in that were verified on their own.
  int alone() {
    return suspended.size();
  }

  /// The places where the run may be, now that it is about to execute an instruction; none if it
  /// was believed that it cannot get there.
  List<Cursor> advance(RunState now) {
    int before = depth;
    depth = now.depth();
    while (depth < base && !suspended.isEmpty()) {
      var last = suspended.pop();
      cursors = last.cursors;
      base = last.base;
    }
    if (!started) {
      started = true;
      var entries = entries(now.slot());
      // A callback that runs on its own was verified above a frame that made the call.
      int frames = entries.stream().mapToInt(Follower::depth).max().orElse(1);
      base = depth - (frames - 1);
      cursors = entries.stream().filter(entry -> depth(entry) == frames).toList();
      return cursors;
    }
    if (cursors.size() == 1) {
      var only = only(cursors.getFirst(), now);
      if (only != null) {
        cursors.getFirst().moveTo(only);
        return cursors;
      }
    }
    var next = new ArrayList<Cursor>();
    for (var cursor : cursors) {
      collect(cursor, now, next);
    }
    if (next.isEmpty() && beliefs.entries().containsKey(now.slot())) {
      if (depth > before) {
        suspended.push(new Suspended(cursors, base));
      } else {
        // What was called ended the run before its time, and this is its handler.
        suspended.clear();
      }
      base = depth;
      next.addAll(entries(now.slot()));
    }
    cursors = next;
    return cursors;
  }

  private static int depth(Cursor cursor) {
    return cursor.visit().state().depth();
  }

  /// Stays in these places only.
  void keep(List<Cursor> those) {
    cursors = those;
  }

  private List<Cursor> entries(int slot) {
    return beliefs.entries().getOrDefault(slot, List.of()).stream().map(Cursor::new).toList();
  }

  private @Nullable Visit only(Cursor cursor, RunState now) {
    var next = cursor.visit().next();
    return next != null && next.sibling() == null && isAt(next, now) ? next : null;
  }

  private boolean isAt(Visit visit, RunState now) {
    return visit.slot() == now.slot() && visit.state().depth() - 1 + base == now.depth();
  }

  private void collect(Cursor from, RunState now, List<Cursor> into) {
    for (var next = from.visit().next(); next != null; next = next.sibling()) {
      if (isAt(next, now)) {
        var cursor = from.copy();
        cursor.moveTo(next);
        into.add(cursor);
      } else if (isReturnToCaller(from.visit(), next)) {
        var cursor = from.copy();
        cursor.moveTo(next);
        var cover = next.cover();
        if (cover != null) {
          cursor.crossTo(cover);
        }
        collect(cursor, now, into);
      }
    }
  }

  /// Whether a callback went back to the call that calls back: explored once more as if it were
  /// made again, while the run is inside it all along.
  private static boolean isReturnToCaller(Visit from, Visit to) {
    return from.state().frame().callback() != null
        && to.state().depth() < from.state().depth()
        && to.slot() == from.state().frame().callSite();
  }
}
