package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What happened before what in one schedule.
///
/// A schedule is a sequence of segments: what one CPU does from one operation that it announces to
/// the next. Two segments conflict where both touch a word of memory (or the life of an object, or
/// a map) and one of them changes it. From that this keeps
///
/// - a hash for each CPU of its latest segment with all that happened before it, so that two
///   prefixes with the same hashes order all conflicts alike, and so lead to the same state;
/// - vector clocks over the operations that CPUs are switched at, and so the races: conflicts that
///   those do not order.
final class Happened {
  private static final long WORD = 0;
  private static final long LIFE = 1L << 62;
  private static final long OTHER = 2L << 62;
  private static final int LARGEST = 1 << 16;

  private final int cpus;
  private final long[] hashes;
  private final int[][] clocks;

  private Location[] table = new Location[256];
  private int locations;

  // Of the segment that is running.
  private int cpu;
  private int site;
  private boolean visible;
  private int segment;
  private final List<Location> touched = new ArrayList<>();

  private final BitSet races = new BitSet();

  /// One word, and who touched it.
  private static final class Location {
    final long key;
    int segment = -1;
    boolean read;
    boolean written;
    long writer;
    long readers;
    int[] writeClock = {};
    int[] readClock = {};

    // Who ever touched it: per entry CPU and whether it wrote, site, and its latest segment.
    int[] accesses = new int[6];
    int count;

    Location(long key) {
      this.key = key;
    }
  }

  Happened(int cpus) {
    this.cpus = cpus;
    hashes = new long[cpus];
    clocks = new int[cpus][cpus];
  }

  /// A segment begins.
  ///
  /// @param newSite of the operation, -1 for what comes before the first
  /// @param isVisible whether CPUs may be switched before it
  void begin(int newCpu, int newSite, boolean isVisible) {
    cpu = newCpu;
    site = newSite;
    visible = isVisible;
    segment++;
    clocks[cpu][cpu]++;
    touched.clear();
  }

  /// The segment touches memory.
  void touch(long address, long size, boolean write) {
    touch(LIFE | (address >>> 32), false);
    long last = address + Math.min(size, LARGEST) - 1;
    for (long word = address >>> 3; size > 0 && word <= (last >>> 3); word++) {
      touch(WORD | word, write);
    }
  }

  /// The segment ends the life of what lies there.
  void end(long address) {
    touch(LIFE | (address >>> 32), true);
  }

  /// The segment touches something that is not memory.
  void touchOther(int what, boolean write) {
    touch(OTHER | (what & 0xffff_ffffL), write);
  }

  boolean touched(int other) {
    long key = OTHER | (other & 0xffff_ffffL);
    return touched.stream().anyMatch(location -> location.key == key);
  }

  boolean touchedNothing() {
    return touched.isEmpty();
  }

  /// The keys touched so far.
  long[] keys() {
    return touched.stream().mapToLong(location -> location.key).toArray();
  }

  /// Whether the segment changed what one of the keys stands for.
  boolean changed(long[] keys) {
    for (var location : touched) {
      if (location.written) {
        for (long key : keys) {
          if (key == location.key) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void touch(long key, boolean write) {
    var location = find(key);
    if (location.segment != segment) {
      location.segment = segment;
      location.read = false;
      location.written = false;
      touched.add(location);
    }
    location.read |= !write;
    location.written |= write;
  }

  private Location find(long key) {
    int mask = table.length - 1;
    int at = (int) mix(key) & mask;
    while (true) {
      var location = table[at];
      if (location == null) {
        break;
      }
      if (location.key == key) {
        return location;
      }
      at = (at + 1) & mask;
    }
    var fresh = new Location(key);
    table[at] = fresh;
    if (++locations * 2 > table.length) {
      grow();
    }
    return fresh;
  }

  private void grow() {
    var old = table;
    table = new Location[old.length * 2];
    int mask = table.length - 1;
    for (var location : old) {
      if (location != null) {
        int at = (int) mix(location.key) & mask;
        while (table[at] != null) {
          at = (at + 1) & mask;
        }
        table[at] = location;
      }
    }
  }

  /// The segment is over.
  ///
  /// @param outcome whatever else distinguishes it
  /// @return whether there was a race
  boolean end(int outcome) {
    var clock = clocks[cpu];
    long hash = mix(hashes[cpu] + outcome * 31L + cpu + 1);
    for (var location : touched) {
      hash = mix(hash ^ location.writer);
      if (location.written) {
        hash = mix(hash + location.readers);
      }
      if (visible) {
        join(clock, location.writeClock);
        if (location.written) {
          join(clock, location.readClock);
        }
      }
    }
    hashes[cpu] = hash;
    boolean race = false;
    for (var location : touched) {
      race |= races(location, clock);
      update(location, hash, clock);
    }
    return race;
  }

  private boolean races(Location location, int[] clock) {
    boolean race = false;
    for (int i = 0; i < location.count; i++) {
      int who = location.accesses[i * 3] >> 1;
      boolean wrote = (location.accesses[i * 3] & 1) != 0;
      if (who != cpu && (wrote || location.written) && location.accesses[i * 3 + 2] > clock[who]) {
        race = true;
        mark(location.accesses[i * 3 + 1]);
      }
    }
    if (race) {
      mark(site);
    }
    return race;
  }

  private void mark(int racing) {
    if (racing >= 0) {
      races.set(racing);
    }
  }

  private void update(Location location, long hash, int[] clock) {
    if (location.read) {
      note(location, false, clock[cpu]);
    }
    if (location.written) {
      note(location, true, clock[cpu]);
      location.writer = hash;
      location.readers = 0;
    } else {
      location.readers += mix(hash);
    }
    if (visible) {
      if (location.written) {
        location.writeClock = clock.clone();
      } else {
        if (location.readClock.length == 0) {
          location.readClock = new int[cpus];
        }
        join(location.readClock, clock);
      }
    }
  }

  private void note(Location location, boolean write, int when) {
    int who = (cpu << 1) | (write ? 1 : 0);
    int[] all = location.accesses;
    for (int i = 0; i < location.count; i++) {
      if (all[i * 3] == who && all[i * 3 + 1] == site) {
        all[i * 3 + 2] = when;
        return;
      }
    }
    int at = location.count++ * 3;
    if (at + 3 > all.length) {
      all = Arrays.copyOf(all, all.length * 2);
      location.accesses = all;
    }
    all[at] = who;
    all[at + 1] = site;
    all[at + 2] = when;
  }

  private static void join(int[] into, int[] other) {
    for (int i = 0; i < other.length; i++) {
      into[i] = Math.max(into[i], other[i]);
    }
  }

  /// The sites of all operations that raced.
  BitSet races() {
    return races;
  }

  /// Stands for all that happened.
  long signature() {
    long all = 0x9e37_79b9_7f4a_7c15L;
    for (long hash : hashes) {
      all = mix(all + hash);
    }
    return all;
  }

  /// Stafford's mix 13.
  static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return x ^ (x >>> 31);
  }
}
