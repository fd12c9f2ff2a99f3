package mortise.spi.runtime;

import java.util.List;
import java.util.Optional;

/// A map while programs run. Safe to use from many threads.
public interface MapInstance {
  /// What maps answer that cannot be [put] into: a negative errno.
  int NOT_SUPPORTED = -95;

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

  /// The oldest of what programs have put in for whoever reads it outside of them, which is gone
  /// from the map then; empty where there is nothing, or nobody but programs takes things out.
  default Optional<byte[]> take() {
    return Optional.empty();
  }

  /// Puts something in for programs to take out.
  ///
  /// @return 0, or a negative errno
  default int put(byte[] bytes) {
    return NOT_SUPPORTED;
  }

  /// Gives everything back, the special fields of its values first.
  void close();

  /// Addresses of a key (0 where keys are indices) and its value.
  record Entry(long key, long value) {}
}
