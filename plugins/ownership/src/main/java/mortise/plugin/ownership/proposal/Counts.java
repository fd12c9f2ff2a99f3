package mortise.plugin.ownership.proposal;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime half of reference counts: a word of 4 bytes.
///
/// 0 is what the last reference leaves when it turns out to be the last: its holder has the object
/// alone, and nobody can count up from 0. Should the holder share the object again, it is counted
/// again. From [#MOST] on nobody counts any more: such objects are never freed.
public final class Counts implements FieldLifecycle {
  /// The most references that are counted.
  public static final long MOST = Integer.MAX_VALUE;

  // Far from the numbers that mean something, so that those who are about to notice cannot get
  // there.
  private static final long SATURATED = 0xc000_0000L;
  private static final int SIZE = 4;

  /// The address of the count of the object that an address lies in; 0 if it has none.
  public static long of(Machine machine, long object) {
    return Memory.field(machine, object, Facts.COUNT);
  }

  public static void set(Machine machine, long count, long value) {
    machine.store(count, SIZE, value);
  }

  /// Takes more references; the caller has one, or knows that somebody has.
  public static void get(Machine machine, long count, long more) {
    if (machine.load(count, SIZE) == 0) {
      // Nobody else has any.
      machine.store(count, SIZE, more + 1);
      return;
    }
    long was = machine.getAndAdd(count, SIZE, more);
    if (was + more > MOST) {
      machine.store(count, SIZE, SATURATED);
    }
  }

  /// Takes one reference unless there is none to start from.
  public static boolean getUnlessZero(Machine machine, long object) {
    long count = of(machine, object);
    for (long now = machine.load(count, SIZE); now != 0; now = machine.load(count, SIZE)) {
      if (now >= MOST || machine.compareAndExchange(count, SIZE, now, now + 1) == now) {
        return true;
      }
    }
    return false;
  }

  /// Gives references back; whether they were the last.
  public static boolean put(Machine machine, long count, long fewer) {
    if (machine.load(count, SIZE) == 0) {
      return true;
    }
    long was = machine.getAndAdd(count, SIZE, -fewer);
    if (was >= MOST) {
      machine.store(count, SIZE, SATURATED);
      return false;
    }
    return was == fewer;
  }

  /// How many references there are; the caller has one.
  static long references(Machine machine, long count) {
    return Math.max(1, machine.load(count, SIZE));
  }

  /// Whether the caller's reference is the only one; from then on nobody can get another.
  public static boolean freeze(Machine machine, long count) {
    return machine.load(count, SIZE) == 0 || machine.compareAndExchange(count, SIZE, 1, 0) == 1;
  }

  /// Whether the caller's reference is the only one.
  public static boolean isSingle(Machine machine, long count) {
    return machine.load(count, SIZE) <= 1;
  }

  /// Listens to an object's holder sharing it again.
  public static void shared(Machine machine, long... subjects) {
    long count = of(machine, subjects[0]);
    if (count != 0 && machine.load(count, SIZE) == 0) {
      machine.store(count, SIZE, 1);
    }
  }

  /// Listens to an object being put into a container that has a reference of its own.
  public static void kept(Machine machine, long... subjects) {
    long count = of(machine, subjects[0]);
    if (count != 0) {
      get(machine, count, 1);
    }
  }

  /// Has nobody get a reference any more, as the caller's was the last; for objects without a count
  /// does nothing.
  public static void end(Machine machine, long object) {
    long count = of(machine, object);
    if (count != 0) {
      machine.store(count, SIZE, 0);
    }
  }

  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.store(address, SIZE, 1);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    // Nothing to give back.
  }

  @Override
  public boolean isLast(Machine machine, long address, SpecialField field) {
    return put(machine, address, 1);
  }
}
