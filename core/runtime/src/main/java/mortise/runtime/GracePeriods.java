package mortise.runtime;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import mortise.spi.runtime.MemoryFault;

/// Who reads, and what waits until those who do have ceased to.
///
/// Time is counted in eras: whoever starts to read notes the era, whoever waits ends it. What was
/// put off in an era may happen once all readers of that era and those before are gone.
final class GracePeriods {
  /// One that may become a reader: a run, at most one thread at a time.
  static final class Reader {
    private volatile long since;
    private int nesting;

    boolean isReading() {
      return nesting > 0;
    }
  }

  /// Something put off until readers are gone. Runs once, whoever comes first.
  static final class Deferred implements Runnable {
    final String what;
    private final long era;
    private final Runnable action;
    private final AtomicBoolean begun = new AtomicBoolean();

    private Deferred(String what, long era, Runnable action) {
      this.what = what;
      this.era = era;
      this.action = action;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        try {
          action.run();
        } catch (MemoryFault e) {
          throw new IllegalStateException(
              "%s, after a grace period: %s".formatted(what, e.getMessage()), e);
        }
      }
    }
  }

  private static final int FEW = 64;

  private final AtomicLong era = new AtomicLong(1);
  private final CopyOnWriteArrayList<Reader> readers = new CopyOnWriteArrayList<>();
  // In the order in which they came, and so by era.
  private final ArrayDeque<Deferred> waiting = new ArrayDeque<>();
  private volatile int count;
  // What a scheduler promised to run.
  private final List<Deferred> promised = new ArrayList<>();

  Reader newReader() {
    var reader = new Reader();
    readers.add(reader);
    return reader;
  }

  void enter(Reader reader) {
    if (reader.nesting++ == 0) {
      reader.since = era.get();
      // What the reader reads next are plain loads, which must not come before it is one.
      VarHandle.fullFence();
    }
  }

  /// False if it was no reader.
  boolean leave(Reader reader) {
    if (reader.nesting == 0) {
      return false;
    }
    if (--reader.nesting == 0) {
      reader.since = 0;
    }
    return true;
  }

  /// The reader is gone, however often it entered.
  void reset(Reader reader) {
    reader.nesting = 0;
    reader.since = 0;
  }

  /// Ends the era; gives it.
  long endEra() {
    return era.getAndIncrement();
  }

  /// Whether all readers of that era and those before are gone.
  boolean isOver(long past) {
    for (var reader : readers) {
      long since = reader.since;
      if (since != 0 && since <= past) {
        return false;
      }
    }
    return true;
  }

  void defer(Runnable action, String what) {
    synchronized (waiting) {
      waiting.add(new Deferred(what, endEra(), action));
      count = waiting.size();
    }
  }

  /// Takes out what may happen now, in the order in which it was put off.
  List<Deferred> ready() {
    if (count == 0) {
      return List.of();
    }
    synchronized (waiting) {
      var ready = new ArrayList<Deferred>();
      while (!waiting.isEmpty() && isOver(waiting.peek().era)) {
        ready.add(waiting.remove());
      }
      count = waiting.size();
      return ready;
    }
  }

  /// Somebody else is to run it, at the latest when the machine is closed.
  void promised(Deferred deferred) {
    synchronized (waiting) {
      if (promised.size() >= FEW) {
        promised.removeIf(one -> one.begun.get());
      }
      promised.add(deferred);
    }
  }

  /// Takes out everything, whoever reads.
  List<Deferred> all() {
    synchronized (waiting) {
      var all = new ArrayList<>(promised);
      promised.clear();
      all.addAll(waiting);
      waiting.clear();
      count = 0;
      return all;
    }
  }
}
