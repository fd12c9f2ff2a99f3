package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.List;

/// Who goes when: CPUs in turn, each for so many operations.
///
/// What an operation is, [Operation.Part] says. After the last turn CPUs are switched only where
/// they must be, lowest number first.
///
/// @param starts whether starting is an operation, as it must be where programs wait for each other
///   to end (grace periods); if not, every CPU has come to its first instruction before the first
///   turn
public record Schedule(List<Turn> turns, boolean starts) {
  /// Every CPU to its end, one after the other.
  static Schedule inOrder(boolean starts) {
    return new Schedule(List.of(), starts);
  }

  /// @param operations how many; at least 1
  public record Turn(int cpu, int operations) {
    public Turn {
      if (cpu < 0 || operations < 1) {
        throw new IllegalArgumentException("no turn: CPU " + cpu + ", operations " + operations);
      }
    }
  }

  public Schedule {
    turns = List.copyOf(turns);
  }

  /// From the CPUs in the order of their operations.
  static Schedule of(List<Operation> operations, boolean starts) {
    var turns = new ArrayList<Turn>();
    int from = 0;
    for (int at = 1; at <= operations.size(); at++) {
      if (at == operations.size() || operations.get(at).cpu() != operations.get(from).cpu()) {
        turns.add(new Turn(operations.get(from).cpu(), at - from));
        from = at;
      }
    }
    return new Schedule(turns, starts);
  }

  /// How often another CPU goes on than the one before.
  public int switches() {
    return Math.max(0, turns.size() - 1);
  }

  /// All operations together.
  public int operations() {
    return turns.stream().mapToInt(Turn::operations).sum();
  }
}
