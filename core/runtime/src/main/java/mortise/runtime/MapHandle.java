package mortise.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.spi.runtime.MapFactory.Spec;
import mortise.spi.runtime.MapInstance;

/// A map of an instance as the embedding application sees it: keys and values are copies, as bytes.
///
/// Methods throw [IllegalStateException] once the instance is closed, and
/// [IllegalArgumentException] for a key or value of the wrong size.
public final class MapHandle {
  private final Instance instance;
  private final RuntimeMachine machine;
  private final MapInstance map;

  MapHandle(Instance instance, RuntimeMachine machine, MapInstance map) {
    this.instance = instance;
    this.machine = machine;
    this.map = map;
  }

  /// One key with its value. A key of a map whose keys are indices is 4 bytes, little endian.
  public record Entry(byte[] key, byte[] value) {}

  /// What the object file says of it.
  public Spec spec() {
    return map.spec();
  }

  /// The value for a key; special fields read as zeros.
  public Optional<byte[]> lookup(byte[] key) {
    return instance.whileOpen(
        () ->
            withCopy(
                key,
                spec().keySize(),
                at -> {
                  long value = map.lookup(at);
                  return value == 0 ? Optional.<byte[]>empty() : Optional.of(read(value));
                }));
  }

  /// Stores a value; special fields stay as they are.
  ///
  /// @param flags 0 any, 1 only if absent, 2 only if present
  /// @return 0, or a negative errno
  public int update(byte[] key, byte[] value, long flags) {
    return instance.whileOpen(
        () ->
            withCopy(
                key,
                spec().keySize(),
                keyAt ->
                    withCopy(
                        value, spec().valueSize(), valueAt -> map.update(keyAt, valueAt, flags))));
  }

  /// Removes a key; gives 0, or a negative errno.
  public int delete(byte[] key) {
    return instance.whileOpen(() -> withCopy(key, spec().keySize(), map::delete));
  }

  /// All that is in the map at one moment or another.
  public List<Entry> entries() {
    return instance.whileOpen(
        () -> {
          var result = new ArrayList<Entry>();
          int index = 0;
          for (var entry : map.entries()) {
            var key =
                entry.key() == 0
                    ? Bytes.ofInt(index)
                    : machine.space.bytes(entry.key(), spec().keySize());
            result.add(new Entry(key, read(entry.value())));
            index++;
          }
          return List.copyOf(result);
        });
  }

  /// The oldest of what programs have put in for whoever reads it outside of them, a record of a
  /// ring buffer, which is gone from the map then; empty where there is nothing.
  public Optional<byte[]> take() {
    return instance.whileOpen(map::take);
  }

  /// Puts something in for programs to take out, a sample of a user ring buffer.
  ///
  /// @return 0, or a negative errno
  public int put(byte[] bytes) {
    return instance.whileOpen(() -> map.put(bytes));
  }

  private byte[] read(long value) {
    var all = machine.space.bytes(value, spec().valueSize());
    var visible = new byte[all.length];
    for (var range : Ranges.plain(spec().value(), all.length)) {
      System.arraycopy(all, range.from(), visible, range.from(), range.to() - range.from());
    }
    return visible;
  }

  private interface AtAddress<T> {
    T apply(long address);
  }

  private <T> T withCopy(byte[] bytes, int size, AtAddress<T> action) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          "map '%s' wants %d bytes here, not %d".formatted(spec().name(), size, bytes.length));
    }
    // Keys that are indices are read as 4 bytes, whatever their declared size.
    long copy = machine.scratch("argument", Math.max(size, 4));
    try {
      machine.space.putBytes(copy, bytes);
      return action.apply(copy);
    } finally {
      machine.discard(copy);
    }
  }
}
