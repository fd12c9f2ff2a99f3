package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Addresses in an order, each at most once. 0 stands for no address.
final class Sequence {
  private static final class Cell {
    long before;
    long after;
  }

  // The ends are the neighbours of 0.
  private final Map<Long, Cell> cells = new HashMap<>();

  Sequence() {
    cells.put(0L, new Cell());
  }

  private Cell cell(long address) {
    @Nullable Cell cell = cells.get(address);
    if (cell == null) {
      throw new IllegalArgumentException("not in the sequence: 0x" + Long.toHexString(address));
    }
    return cell;
  }

  int size() {
    return cells.size() - 1;
  }

  boolean contains(long address) {
    return address != 0 && cells.containsKey(address);
  }

  /// 0 if it is empty.
  long first() {
    return cell(0).after;
  }

  /// 0 if it is empty.
  long last() {
    return cell(0).before;
  }

  /// 0 if it is the last.
  long after(long address) {
    return cell(address).after;
  }

  /// 0 if it is the first.
  long before(long address) {
    return cell(address).before;
  }

  /// Adds an address that is not in it after another; at the front after 0.
  void addAfter(long address, long other) {
    var left = cell(other);
    var right = cell(left.after);
    var fresh = new Cell();
    fresh.before = other;
    fresh.after = left.after;
    left.after = address;
    right.before = address;
    cells.put(address, fresh);
  }

  void remove(long address) {
    var cell = cell(address);
    cell(cell.before).after = cell.after;
    cell(cell.after).before = cell.before;
    cells.remove(address);
  }

  List<Long> toList() {
    var list = new ArrayList<Long>(size());
    for (long at = first(); at != 0; at = after(at)) {
      list.add(at);
    }
    return list;
  }

  void clear() {
    cells.clear();
    cells.put(0L, new Cell());
  }
}
