package mortise.object.btf;

import java.util.Arrays;

/// Rejects types that contain themselves, and chains too deep to follow.
///
/// Mirrors the cycle and depth checks of `btf_resolve` (6.18): by-value containment and chains of
/// pointers and modifiers are each free of loops. So whoever follows one of them ends.
final class BtfLoops {
  /// The kernel stops at 32 (`MAX_RESOLVE_DEPTH`), counting a little differently.
  static final int MAX_DEPTH = 64;

  private static final byte OPEN = 127;

  private final BtfReader reader;
  private final int[] offsets;
  private final boolean byValue;
  private final byte[] depths;

  BtfLoops(BtfReader reader, int[] offsets, boolean byValue) {
    this.reader = reader;
    this.offsets = offsets;
    this.byValue = byValue;
    this.depths = new byte[offsets.length];
  }

  /// One type on the way down: its edges and how many of them are done.
  private static final class Step {
    final int id;
    final int[] edges;
    int next;
    int depth = 1;

    Step(int id, int[] edges) {
      this.id = id;
      this.edges = edges;
    }
  }

  void check() {
    for (int id = 1; id < offsets.length; id++) {
      if (depths[id] == 0) {
        walk(id);
      }
    }
  }

  private void walk(int from) {
    var path = new Step[MAX_DEPTH];
    int top = 0;
    path[0] = open(from);
    while (top >= 0) {
      Step step = path[top];
      if (step.next == step.edges.length) {
        depths[step.id] = (byte) step.depth;
        path[top] = step;
        top--;
        if (top >= 0) {
          path[top].depth = Math.max(path[top].depth, step.depth + 1);
          checkDepth(path[top]);
        }
        continue;
      }
      int to = step.edges[step.next++];
      if (to == 0) {
        continue;
      }
      if (depths[to] == OPEN) {
        throw reader.fail(
            offsets[step.id], "type %d contains itself, through type %d".formatted(to, step.id));
      }
      if (depths[to] != 0) {
        step.depth = Math.max(step.depth, depths[to] + 1);
        checkDepth(step);
      } else if (top + 1 == MAX_DEPTH) {
        throw tooDeep(step.id);
      } else {
        path[++top] = open(to);
      }
    }
  }

  private Step open(int id) {
    depths[id] = OPEN;
    int[] edges = reader.edges(offsets[id], byValue);
    return new Step(id, edges.length > 1 ? Arrays.stream(edges).distinct().toArray() : edges);
  }

  private void checkDepth(Step step) {
    if (step.depth > MAX_DEPTH) {
      throw tooDeep(step.id);
    }
  }

  private RuntimeException tooDeep(int id) {
    return reader.fail(offsets[id], "type %d is nested more than %d deep".formatted(id, MAX_DEPTH));
  }
}
