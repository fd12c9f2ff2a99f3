package mortise.plugin.map;

import static mortise.plugin.map.Errors.INVALID;
import static mortise.plugin.map.Errors.NO_ENTRY;
import static mortise.plugin.map.Errors.NO_MEMORY;
import static mortise.plugin.map.Errors.ONLY_OLD;
import static mortise.plugin.map.Errors.TOO_BIG;

import java.util.ArrayDeque;
import java.util.List;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// A queue or a stack of values without keys: what comes out is the oldest, or the youngest.
///
/// Source: linux `queue_stack_map_push_elem`, `__queue_map_get`, `__stack_map_get` (6.18).
final class QueueMap implements MapInstance {
  private final MapFactory.Spec spec;
  private final Machine machine;
  private final Values values;
  private final boolean oldestFirst;
  private final ArrayDeque<Long> stored = new ArrayDeque<>();

  private QueueMap(Machine machine, MapFactory.Spec spec, boolean oldestFirst) {
    this.machine = machine;
    this.spec = spec;
    this.oldestFirst = oldestFirst;
    values = new Values(machine, spec);
  }

  static QueueMap queue(Machine machine, MapFactory.Spec spec) {
    return new QueueMap(machine, spec, true);
  }

  static QueueMap stack(Machine machine, MapFactory.Spec spec) {
    return new QueueMap(machine, spec, false);
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  /// Puts the value at `value` in.
  ///
  /// @param flags 0, or `BPF_EXIST`: a full map loses its oldest
  synchronized int push(long value, long flags) {
    if (flags != 0 && flags != ONLY_OLD) {
      return INVALID;
    }
    if (stored.size() >= spec.maxEntries()) {
      if (flags == 0) {
        return TOO_BIG;
      }
      machine.free(stored.removeFirst());
    }
    long copy = values.create();
    if (copy == 0) {
      return NO_MEMORY;
    }
    values.copy(value, copy);
    stored.addLast(copy);
    return 0;
  }

  /// Fills `value` with what is next, or with zeroes.
  synchronized int peek(long value) {
    var next = oldestFirst ? stored.peekFirst() : stored.peekLast();
    if (next == null) {
      machine.fill(value, spec.valueSize(), (byte) 0);
      return NO_ENTRY;
    }
    machine.copy(next, value, spec.valueSize());
    return 0;
  }

  /// As [#peek], and takes it out.
  synchronized int pop(long value) {
    int answer = peek(value);
    if (answer == 0) {
      machine.free(oldestFirst ? stored.removeFirst() : stored.removeLast());
    }
    return answer;
  }

  @Override
  public long lookup(long key) {
    return 0;
  }

  @Override
  public int update(long key, long value, long flags) {
    return INVALID;
  }

  @Override
  public int delete(long key) {
    return INVALID;
  }

  @Override
  public List<Entry> entries() {
    return List.of();
  }

  @Override
  public synchronized void close() {
    stored.forEach(machine::free);
    stored.clear();
  }
}
