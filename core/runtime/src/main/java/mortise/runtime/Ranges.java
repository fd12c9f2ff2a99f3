package mortise.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;

/// The bytes of a type that are nobody's but the program's.
final class Ranges {
  /// From `from` up to `to`, excluded; never empty.
  record Range(int from, int to) {}

  private Ranges() {}

  /// What is left of `size` bytes without the type's special fields, ascending.
  static List<Range> plain(TypeView type, int size) {
    var result = new ArrayList<Range>();
    int from = 0;
    var fields = new ArrayList<>(type.fields());
    fields.sort(Comparator.comparingInt(SpecialField::offset));
    for (var field : fields) {
      if (field.offset() > from) {
        result.add(new Range(from, field.offset()));
      }
      from = Math.max(from, field.end());
    }
    if (from < size) {
      result.add(new Range(from, size));
    }
    return result;
  }
}
