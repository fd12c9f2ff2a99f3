package mortise.runtime.ghost;

import java.util.List;
import java.util.Optional;

/// The questions that a ghost heap answers. Safe to use from many threads.
public interface Ghost {
  /// What one run has to its account.
  ///
  /// @param owed what it owes references for, in the order in which it came to do so
  /// @param sections what it is inside of, outermost first
  record Account(List<Owed> owed, List<Inside> sections) {
    public Account {
      owed = List.copyOf(owed);
      sections = List.copyOf(sections);
    }
  }

  /// References that a run owes.
  ///
  /// @param object the address of the object's first byte
  record Owed(long object, long count) {}

  /// A section that a run is inside of.
  ///
  /// @param token the address that tells it from others of its kind; 0 if there is only one
  record Inside(String section, long token) {}

  /// Of the run on the current thread; empty on other threads, and once there was a violation.
  Optional<Account> current();

  /// Of the runs on the virtual CPU with that number; none once there was a violation.
  List<Account> onCpu(int cpu);

  /// Looks at the whole heap: links, counts, locks. May be called whenever no CPU is between two
  /// steps; what a call that waits is at work on is left out.
  ///
  /// @throws mortise.runtime.Violation if something is not as it should be
  void check();
}
