package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The tree of all schedules with at most so many preemptions, walked depth first: one schedule,
/// from the start, for each leaf.
///
/// Two things make it smaller, and neither loses a state that some schedule within the bound ends
/// in, nor a failure.
///
/// *States.* Programs are deterministic, so a CPU's next operation and all memory follow from the
/// order in which conflicting operations happened ([Happened]). A prefix whose order, CPU that went
/// last, and preemptions left are those of one explored before (or that has more of them left) has
/// nothing below it that is not below the other. This is a cache over (state, last, budget) and not
/// a sleep set: sleep sets and persistent sets leave out a schedule because an equivalent one is
/// explored elsewhere, and under a bound that other may need more preemptions than there are. Here
/// the very same continuations stay possible.
///
/// *Points.* CPUs are switched only before operations that race. Take a schedule within the bound,
/// and an operation x that no other CPU's operation races with: everything that other CPUs do
/// between it and its CPU's previous operation p is independent of x (an ordering through points
/// would have to enter the CPU between p and x, where there is nothing), so x may as well follow p
/// at once. That costs no preemption: the switch happens after x instead of before, and is free if
/// x ends the program. Which operations race is found on the way: all are taken for harmless at
/// first; a schedule in which one that is no point races (by vector clocks over the points alone)
/// is given up, the racing operations become points, and the walk starts again. When it ends,
/// nothing that is no point raced in any schedule explored. Nor in any other: take the shortest
/// schedule in which one does; before that race its operations can be moved as above, which makes
/// it one that was explored up to there, and the race would have been seen.
///
/// When runs start matters only where somebody waits for runs to end (a grace period): then
/// starting is an operation like others; until somebody does, all start at once.
///
/// Addresses are taken for names: a program whose course depends on the number that an address is
/// may do what no schedule explored shows.
///
/// Source: Musuvathi and Qadeer, "Iterative Context Bounding for Systematic Testing of
/// Multithreaded Programs" (2007) and "Partial-Order Reduction for Context-Bounded State
/// Exploration" (2007).
final class Tree implements Strategy {
  /// A place where somebody had to be chosen.
  private static final class Node {
    final int last;
    final int able;
    final int[] options;
    final int left;
    int at;

    Node(int last, int able, int[] options, int left) {
      this.last = last;
      this.able = able;
      this.options = options;
      this.left = left;
    }
  }

  private final BitSet points;
  private final boolean reduced;
  private final Visited visited;
  private final int preemptions;
  private final boolean starts;
  private final List<Node> path = new ArrayList<>();
  private int depth;
  private int fixed;
  private boolean cut;
  private boolean repeatable = true;

  /// @param points where CPUs are switched
  /// @param reduced whether anything is left out; if not, CPUs are switched everywhere
  Tree(BitSet points, boolean reduced, int preemptions, boolean starts, int mostStates) {
    this.starts = starts;
    this.points = points;
    this.reduced = reduced;
    this.preemptions = preemptions;
    visited = new Visited(mostStates);
  }

  @Override
  public boolean startsCount() {
    return starts;
  }

  @Override
  public boolean isPoint(int site) {
    return !reduced || points.get(site);
  }

  @Override
  public boolean stopsAtRaces() {
    return reduced;
  }

  @Override
  public boolean isNew() {
    return depth >= fixed;
  }

  @Override
  public int choose(int last, int able, Happened happened) {
    if (depth < fixed) {
      var node = path.get(depth++);
      if (node.last != last || node.able != able) {
        repeatable = false;
        return STOP;
      }
      return node.options[node.at];
    }
    int left = preemptions;
    if (!path.isEmpty()) {
      var parent = path.getLast();
      left = parent.left - cost(parent, parent.options[parent.at]);
    }
    boolean goesOn = last >= 0 && (able & (1 << last)) != 0;
    if (reduced && visited.covers(happened.signature(), goesOn ? last : -1, left)) {
      return STOP;
    }
    var node = new Node(last, able, options(last, able, left), left);
    path.add(node);
    depth++;
    return node.options[0];
  }

  private static int cost(Node node, int chosen) {
    return node.last >= 0 && chosen != node.last && (node.able & (1 << node.last)) != 0 ? 1 : 0;
  }

  /// Those that may go on: the last one first, then in order.
  private int[] options(int last, int able, int left) {
    boolean goesOn = last >= 0 && (able & (1 << last)) != 0;
    int others = goesOn ? able & ~(1 << last) : able;
    if (goesOn && left == 0) {
      cut |= others != 0;
      others = 0;
    }
    int[] options = new int[Integer.bitCount(others) + (goesOn ? 1 : 0)];
    int at = 0;
    if (goesOn) {
      options[at++] = last;
    }
    for (int rest = others; rest != 0; rest &= rest - 1) {
      options[at++] = Integer.numberOfTrailingZeros(rest);
    }
    return options;
  }

  /// Goes to the next leaf; false if there is none.
  boolean advance() {
    while (!path.isEmpty()) {
      var node = path.getLast();
      if (++node.at < node.options.length) {
        depth = 0;
        fixed = path.size();
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  /// The share of the tree that is walked, from 0 to 1, if all branches were alike.
  double done() {
    double done = 0;
    double share = 1;
    for (var node : path) {
      share /= node.options.length;
      done += share * node.at;
    }
    return done;
  }

  int states() {
    return visited.count();
  }

  /// Whether some schedule was left out because it has more preemptions.
  boolean isCut() {
    return cut;
  }

  /// Whether the same choices led to the same places every time.
  boolean isRepeatable() {
    return repeatable;
  }
}
