package mortise.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.btf.Btf;

/// A program's source lines: four numbers for each, in ascending order of slots; texts are looked
/// up when somebody asks.
final class LineTable {
  static final LineTable EMPTY = new LineTable(Btf.EMPTY, new int[0]);
  private static final int WIDTH = 4;
  private static final int MAX_TEXT = 1024;

  private final Btf btf;
  private final int[] numbers;

  /// @param numbers slot, file name, text (both string offsets), line << 10 | column; repeated
  LineTable(Btf btf, int[] numbers) {
    this.btf = btf;
    this.numbers = numbers;
  }

  Optional<SourceLine> at(int slot) {
    int low = 0;
    int high = numbers.length / WIDTH;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[middle * WIDTH] <= slot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(line(low - 1));
  }

  List<SourceLine> all() {
    var result = new ArrayList<SourceLine>();
    for (int i = 0; i < numbers.length / WIDTH; i++) {
      result.add(line(i));
    }
    return result;
  }

  private SourceLine line(int index) {
    int at = index * WIDTH;
    int place = numbers[at + 3];
    return new SourceLine(
        numbers[at],
        string(numbers[at + 1]),
        string(numbers[at + 2]).strip(),
        place >>> 10,
        place & 0x3ff);
  }

  private String string(int offset) {
    String text = btf.string(offset & 0xffff_ffffL).orElse("");
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
