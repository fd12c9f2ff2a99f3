package mortise.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Notices when everybody inside a machine waits, and nobody will ever go on.
///
/// A turn begins whenever somebody comes, goes, begins to wait or ceases to. While all wait nothing
/// happens; so once all have looked within one turn, each in vain, none will find anything else
/// later. That one looked in vain and sees nobody else inside does not suffice: who it waited for
/// may have gone in between.
final class Standstill {
  /// Somebody who waits.
  static final class Waiter {
    private long looked = -1;

    private Waiter() {}
  }

  private final Set<Waiter> waiters = Collections.newSetFromMap(new IdentityHashMap<>());
  private int inside;
  private long turn;

  /// Another thread may change what the machine's threads wait for.
  synchronized void enter() {
    inside++;
    turn++;
  }

  synchronized void leave() {
    inside--;
    turn++;
  }

  /// What somebody waits for may have come without anybody's doing, as time does.
  synchronized void moved() {
    turn++;
  }

  synchronized Waiter begin() {
    turn++;
    var waiter = new Waiter();
    waiters.add(waiter);
    return waiter;
  }

  synchronized void end(Waiter waiter) {
    turn++;
    waiters.remove(waiter);
  }

  /// To be asked before one looks.
  synchronized long turn() {
    return turn;
  }

  /// The waiter looked in vain, and began to in that turn; whether it waits for ever.
  synchronized boolean isForEver(Waiter waiter, long since) {
    waiter.looked = since;
    return waiters.size() >= inside && waiters.stream().allMatch(one -> one.looked == turn);
  }
}
