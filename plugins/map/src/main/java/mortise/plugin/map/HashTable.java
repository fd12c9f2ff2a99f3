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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
/// Source: linux `htab_map_update_elem`, `htab_map_delete_elem` (6.18).
final class HashTable implements MapInstance {
  private final MapFactory.Spec spec;
  private final Machine machine;
  private final Values values;
  private final Map<ByteBuffer, Entry> entries = new ConcurrentHashMap<>();
  private final ArrayDeque<Entry> unused = new ArrayDeque<>();
  private final Object changing = new Object();
  private boolean closed;

  HashTable(Machine machine, MapFactory.Spec spec) {
    this.machine = machine;
    this.spec = spec;
    values = new Values(machine, spec);
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
    return entry == null ? 0 : entry.value();
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
        if (flags == ONLY_NEW) {
          return EXISTS;
        }
        values.copy(value, entry.value());
        return 0;
      }
      if (flags == ONLY_OLD) {
        return NO_ENTRY;
      }
      if (entries.size() >= spec.maxEntries()) {
        return TOO_BIG;
      }
      return insert(bytes, key, value);
    }
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
      entry = new Entry(keyCopy, created);
    }
    machine.copy(key, entry.key(), spec.keySize());
    values.copy(value, entry.value());
    entries.put(bytes, entry);
    return 0;
  }

  @Override
  public int delete(long key) {
    var bytes = bytes(key);
    synchronized (changing) {
      var entry = entries.remove(bytes);
      if (entry == null) {
        return NO_ENTRY;
      }
      if (values.hasFields()) {
        machine.afterRuns(() -> recycle(entry), "deleted value of " + spec.name());
      } else {
        unused.addLast(entry);
      }
      return 0;
    }
  }

  /// Empties a value that nobody can find any more, for another key.
  private void recycle(Entry entry) {
    machine.renew(entry.value());
    synchronized (changing) {
      unused.addLast(entry);
      if (closed) {
        freeUnused();
      }
    }
  }

  @Override
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  @Override
  public void close() {
    synchronized (changing) {
      unused.addAll(entries.values());
      entries.clear();
      closed = true;
      freeUnused();
    }
  }

  private void freeUnused() {
    while (!unused.isEmpty()) {
      var entry = unused.removeFirst();
      machine.free(entry.value());
      machine.free(entry.key());
    }
  }
}
