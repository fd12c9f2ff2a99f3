package mortise.runtime.ghost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import mortise.runtime.ghost.Ghost.Account;
import mortise.runtime.ghost.Ghost.Inside;
import mortise.runtime.ghost.Ghost.Owed;
import org.jspecify.annotations.Nullable;

/// What one run has to its account. The heap's lock guards all but what comes from its own thread.
public final class GhostRun {
  /// How often, and since when.
  static final class Debt {
    int count;
    Spot since;

    Debt(Spot since) {
      this.since = since;
    }
  }

  /// A typed object in stack slots.
  ///
  /// @param kept whether it must be ended
  /// @param handle whether it stands for something elsewhere, and may go unless it must be kept
  /// @param thing what it is a handle of; those of one thing have the same number
  record Slot(String kind, int size, Spot made, boolean kept, boolean handle, long thing) {}

  final int cpu;
  private final String program;
  private final boolean sleepable;
  private final IntFunction<String> place;
  final Map<Thing, Debt> owed = new LinkedHashMap<>();
  final List<Inside> sections = new ArrayList<>();

  /// What it may look at, and until the last section of which kinds is left; of none: to its end.
  final Map<Thing, Set<String>> sights = new HashMap<>();

  /// What of it is there to be looked at and no more.
  final Set<Thing> looksOnly = new HashSet<>();

  /// The typed objects in its stack slots, by address.
  final Map<Long, Slot> slots = new LinkedHashMap<>();

  /// How many of them stood for a thing of their own.
  long slotThings;

  final Deque<PendingCall> calls = new ArrayDeque<>();

  /// What the load of a pointer field that is being executed lets it look at; null outside of such
  /// loads. Used on the run's own thread.
  @Nullable Sight looks;

  private int slot = -1;
  private int register;

  GhostRun(int cpu, String program, boolean sleepable, IntFunction<String> place) {
    this.cpu = cpu;
    this.sleepable = sleepable;
    this.program = program;
    this.place = place;
  }

  /// The instruction that comes next, or is being executed. Told on the run's own thread.
  public void at(int instruction) {
    slot = instruction;
  }

  /// The instruction loads into that register.
  public void loading(int number) {
    register = number;
  }

  /// The register that the last instruction loaded a pointer into, of which the heap wants to know;
  /// -1 for none.
  public int register() {
    return looks == null ? -1 : register;
  }

  Spot spot() {
    return new Spot(program, slot, slot < 0 ? "" : place.apply(slot));
  }

  int owes(Thing thing) {
    var debt = owed.get(thing);
    return debt == null ? 0 : debt.count;
  }

  void owe(Thing thing, int more) {
    var debt = owed.computeIfAbsent(thing, fresh -> new Debt(spot()));
    int now = Math.max(0, debt.count + more);
    thing.owed += now - debt.count;
    thing.tracked |= more > 0;
    debt.count = now;
    if (now == 0) {
      owed.remove(thing);
    }
  }

  boolean isInside(String section, long token) {
    for (var inside : sections) {
      if (inside.token() == token && inside.section().equals(section)) {
        return true;
      }
    }
    return false;
  }

  boolean isInside(String section) {
    return sections.stream().anyMatch(inside -> inside.section().equals(section));
  }

  boolean holds(long token) {
    for (var inside : sections) {
      if (inside.token() == token) {
        return true;
      }
    }
    return false;
  }

  /// Leaves the innermost section of that name; false if there is none.
  boolean leave(String section, long token) {
    for (int i = sections.size() - 1; i >= 0; i--) {
      var inside = sections.get(i);
      if (inside.token() == token && inside.section().equals(section)) {
        sections.remove(i);
        if (sections.stream().noneMatch(other -> other.section().equals(section))) {
          sights.values().removeIf(until -> until.contains(section));
          looksOnly.retainAll(sights.keySet());
        }
        return true;
      }
    }
    return false;
  }

  /// Whether what such a load leads to stays: to a run that cannot sleep everything does.
  boolean isKept(Sight sight) {
    return sight.kept()
        && (!sleepable
            || sight.until().isEmpty()
            || sight.until().stream().anyMatch(this::isInside));
  }

  void sees(Thing thing, List<String> until, boolean only) {
    if (!only) {
      looksOnly.remove(thing);
    } else if (!sights.containsKey(thing)) {
      looksOnly.add(thing);
    }
    var open =
        until.stream()
            .filter(name -> sections.stream().anyMatch(inside -> inside.section().equals(name)))
            .toList();
    if (open.isEmpty() && !until.isEmpty()) {
      // What it would end with is not there, so nothing ends it.
      sights.put(thing, Set.of());
      return;
    }
    var fresh = Set.copyOf(open);
    sights.merge(thing, fresh, (old, now) -> old.isEmpty() || now.isEmpty() ? Set.of() : now);
  }

  /// References that calls of this run are about to give up.
  int inTransit(Thing thing) {
    int sum = 0;
    for (var call : calls) {
      sum += call.transit.getOrDefault(thing, 0);
    }
    return Math.min(sum, owes(thing));
  }

  Account account() {
    return new Account(
        owed.entrySet().stream().map(e -> new Owed(e.getKey().start, e.getValue().count)).toList(),
        sections);
  }

  @Override
  public String toString() {
    return "the run of '%s' on CPU %d".formatted(program, cpu);
  }
}
