package mortise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import mortise.cli.Rows;
import mortise.cli.view.ProgramRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortTest {
  private static final List<ProgramRow> ROWS =
      List.of(
          Rows.accepted("b.o", "two", 20),
          Rows.accepted("a.o", "three", 30),
          Rows.rejected("a.o", "one", 20, "no"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insns        | three two one",
        "insns^       | two one three",
        "insnsv       | three two one",
        "insns.       | three two one",
        "prog         | one three two",
        "progv        | two three one",
        "file,insns   | three one two",
        "file,prog    | one three two",
        "verdict^,dur | one two three",
        "verdict,insns | one three two",
      })
  void orders(String spec, String expected) {
    assertThat(ROWS.stream().sorted(Sort.parse(spec)).map(ProgramRow::progName))
        .containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "^", "nothing", "nothing^", "insns,,prog", "insns^^"})
  void refusesColumnsThatThereAreNot(String spec) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sort.parse(spec))
        .withMessageContaining("no column");
  }
}
