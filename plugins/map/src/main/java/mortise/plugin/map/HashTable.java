package mortise.plugin.map;

import static mortise.plugin.map.Errors.EXISTS;
import static mortise.plugin.map.Errors.INVALID;
import static mortise.plugin.map.Errors.NO_ENTRY;
import static mortise.plugin.map.Errors.NO_MEMORY;
import static mortise.plugin.map.Errors.ONLY_NEW;
import static mortise.plugin.map.Errors.ONLY_OLD;
import static mortise.plugin.map.Errors.TOO_BIG;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// A hash table: values by the bytes of their keys. Lookups wait for nobody; changes are made one
/// at a time.
///
/// What is deleted stays in memory, for programs that found it before, until it is used for another
/// key or the map is closed: as the kernel's preallocated elements do. A value with special fields
/// keeps what they hold, and is not used again, until all who may have found it are gone: somebody
/// may hold a lock in it.
///
/// One that evicts is never full: a new key takes the place of the oldest one that has not been
/// looked up or stored again since eviction last came by.
///
/// Source: linux `htab_map_update_elem`, `htab_map_delete_elem`, `htab_lru_map_update_elem` (6.18).
final class HashTable implements MapInstance {
  private final MapFactory.Spec spec;
  private final Machine machine;
  private final Values values;
  private final boolean evicts;
  private final LongFunction<Cell> cells;
  private final Map<ByteBuffer, Held> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<Held> unused = new ArrayDeque<>();

  // Oldest first; empty where nothing is evicted.
  private final LinkedHashMap<ByteBuffer, Held> order = new LinkedHashMap<>();
  private final Object changing = new Object();
  private boolean closed;

  /// A key, what is under it, and whether it was asked for of late.
  private static final class Held {
    final long key;
    final Cell cell;
    volatile boolean used;

    Held(long key, Cell cell) {
      this.key = key;
      this.cell = cell;
    }
  }

  private HashTable(Machine machine, MapFactory.Spec spec, boolean perCpu, boolean evicts) {
    this.machine = machine;
    this.spec = spec;
    this.evicts = evicts;
    var all = new Values(machine, spec);
    values = all;
    cells =
        perCpu
            ? first -> new Cell.PerCpu(machine, all, first)
            : first -> new Cell.Shared(machine, first);
  }

  static HashTable hash(Machine machine, MapFactory.Spec spec) {
    return new HashTable(machine, spec, false, false);
  }

  static HashTable perCpu(Machine machine, MapFactory.Spec spec) {
    return new HashTable(machine, spec, true, false);
  }

  static HashTable evicting(Machine machine, MapFactory.Spec spec) {
    return new HashTable(machine, spec, false, true);
  }

  static HashTable evictingPerCpu(Machine machine, MapFactory.Spec spec) {
    return new HashTable(machine, spec, true, true);
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  private ByteBuffer bytes(long key) {
    var bytes = new byte[spec.keySize()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) machine.load(key + i, 1);
    }
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public long lookup(long key) {
    var entry = entries.get(bytes(key));
    if (entry == null) {
      return 0;
    }
    if (evicts && !entry.used) {
      entry.used = true;
    }
    return entry.cell.here();
  }

  @Override
  public int update(long key, long value, long flags) {
    if (flags < 0 || flags > ONLY_OLD) {
      return INVALID;
    }
    var bytes = bytes(key);
    synchronized (changing) {
      var entry = entries.get(bytes);
      if (entry != null) {
        return flags == ONLY_NEW ? EXISTS : store(entry, value);
      }
      if (flags == ONLY_OLD) {
        return NO_ENTRY;
      }
      if (entries.size() >= spec.maxEntries()) {
        if (!evicts) {
          return TOO_BIG;
        }
        evict();
      }
      return insert(bytes, key, value);
    }
  }

  private int store(Held entry, long value) {
    long to = entry.cell.here();
    if (to == 0) {
      return NO_MEMORY;
    }
    values.copy(value, to);
    entry.used = true;
    return 0;
  }

  private int insert(ByteBuffer bytes, long key, long value) {
    var entry = unused.pollFirst();
    if (entry == null) {
      long keyCopy = machine.allocate(spec.keySize(), "key of " + spec.name());
      if (keyCopy == 0) {
        return NO_MEMORY;
      }
      long created = values.create();
      if (created == 0) {
        machine.free(keyCopy);
        return NO_MEMORY;
      }
      entry = new Held(keyCopy, cells.apply(created));
    }
    entry.cell.begin();
    long here = entry.cell.here();
    if (here == 0) {
      unused.addFirst(entry);
      return NO_MEMORY;
    }
    machine.copy(key, entry.key, spec.keySize());
    values.copy(value, here);
    entry.used = false;
    entries.put(bytes, entry);
    if (evicts) {
      order.put(bytes, entry);
    }
    return 0;
  }

  private void evict() {
    for (int left = order.size(); left > 0; left--) {
      var oldest = order.firstEntry();
      if (!oldest.getValue().used) {
        break;
      }
      oldest.getValue().used = false;
      order.putLast(oldest.getKey(), oldest.getValue());
    }
    remove(order.firstEntry().getKey());
  }

  @Override
  public int delete(long key) {
    var bytes = bytes(key);
    synchronized (changing) {
      return remove(bytes) ? 0 : NO_ENTRY;
    }
  }

  private boolean remove(ByteBuffer bytes) {
    var entry = entries.remove(bytes);
    if (entry == null) {
      return false;
    }
    order.remove(bytes);
    if (values.hasFields()) {
      machine.afterRuns(() -> recycle(entry), "deleted value of " + spec.name());
    } else {
      unused.addLast(entry);
    }
    return true;
  }

  /// Empties a value that nobody can find any more, for another key.
  private void recycle(Held entry) {
    entry.cell.renew();
    synchronized (changing) {
      unused.addLast(entry);
      if (closed) {
        freeUnused();
      }
    }
  }

  @Override
  public List<Entry> entries() {
    return entries.values().stream()
        .map(entry -> new Entry(entry.key, entry.cell.here()))
        .filter(entry -> entry.value() != 0)
        .toList();
  }

  @Override
  public void close() {
    synchronized (changing) {
      unused.addAll(entries.values());
      entries.clear();
      order.clear();
      closed = true;
      freeUnused();
    }
  }

  private void freeUnused() {
    while (!unused.isEmpty()) {
      var entry = unused.removeFirst();
      entry.cell.free();
      machine.free(entry.key);
    }
  }
}
