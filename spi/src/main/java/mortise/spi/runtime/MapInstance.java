package mortise.spi.runtime;

import java.util.List;

/// A map while programs run. Safe to use from many threads.
public interface MapInstance {
  MapFactory.Spec spec();

  /// The address of the value for the key at `key`, or 0.
  long lookup(long key);

  /// Stores the value at `value` under the key at `key`. Special fields are left as they are.
  ///
  /// @param flags 0 any, 1 only if absent, 2 only if present
  /// @return 0, or a negative errno
  int update(long key, long value, long flags);

  /// Removes the value for the key at `key`; gives 0, or a negative errno.
  int delete(long key);

  /// The addresses of all keys present, at one moment or another.
  List<Entry> entries();

  /// Gives everything back, the special fields of its values first.
  void close();

  /// Addresses of a key (0 where keys are indices) and its value.
  record Entry(long key, long value) {}
}
