package mortise.runtime.schedule;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// What a schedule comes to.
///
/// @param values R0 of each CPU
/// @param contents what is in the maps, large and read-only ones left out
public record Outcome(List<Long> values, List<Contents> contents) {
  public Outcome {
    values = List.copyOf(values);
    contents = List.copyOf(contents);
  }

  /// What is in a map.
  public record Contents(String map, List<Entry> entries) {
    public Contents {
      entries = List.copyOf(entries);
    }

    /// `counters: 00000000=0100000000000000`; entries of zeros are left out.
    @Override
    public String toString() {
      var shown =
          entries.stream()
              .filter(Entry::isNotZero)
              .map(Entry::toString)
              .collect(Collectors.joining(" "));
      return map + ": " + (shown.isEmpty() ? "zero" : shown);
    }
  }

  /// A key and its value, as bytes.
  public record Entry(ByteBuffer key, ByteBuffer value) implements Comparable<Entry> {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::key).thenComparing(Entry::value);

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }

    boolean isNotZero() {
      for (int i = 0; i < value.limit(); i++) {
        if (value.get(i) != 0) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return hex(key) + "=" + hex(value);
    }

    private static String hex(ByteBuffer bytes) {
      var copy = new byte[bytes.limit()];
      bytes.get(0, copy);
      return HexFormat.of().formatHex(copy);
    }
  }
}
