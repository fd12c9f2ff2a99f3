package mortise.testkit.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of saved cases, right and wrong.
class SavedCaseTest {
  private static final String TEXT =
      """
      mortise generated program 1
      # a comment
      seed: 42
      template: some.bpf.o#program
      check: fault.memory
      problem: it went wrong
      program:
        1811000000000000 map array  ;   0: r1 = 0x0 ll
        0000000000000000
        9500000000000000  ;   2: exit
      input:
        packet: 00ff
        context:
        map array 00000000: 2a000000
      """;

  @Test
  void allOfItIsRead() {
    assertThat(SavedCase.parse("one.txt", TEXT))
        .isEqualTo(
            new SavedCase(
                42,
                "some.bpf.o#program",
                "fault.memory",
                "it went wrong",
                List.of(
                    Code.setMap(1, "array").getFirst(),
                    Code.setMap(1, "array").getLast(),
                    Code.exit()),
                List.of(
                    new RunInput(
                        "00ff",
                        "",
                        List.of(new RunInput.Entry("array", "00000000", "2a000000"))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          program 1      | program 2     | one.txt:1: is not 'mortise generated program 1'
          42             | many          | one.txt:3: 'many' is no number
          template       | templates     | one.txt:4: 'templates: some.bpf.o#program' where 'template: …' should be
          95000000       | 9500000       | one.txt:10: '950000000000000  ;   2: exit' is no slot: 16 hexadecimal digits, and perhaps what they refer to
          map array  ;   | mop array  ;  | one.txt:8: '1811000000000000 mop array  ;   0: r1 = 0x0 ll' is no slot: 16 hexadecimal digits, and perhaps what they refer to
          input:         | output:       | one.txt:11: 'output:' where 'input:' should be
          packet: 00ff   | packet: 00f   | one.txt:12: '00f' is not bytes in hexadecimal digits
          packet: 00ff   | 00ff          | one.txt:12: '00ff' has no colon
          context:       | conText:      | one.txt:13: 'conText' is not packet, context or map NAME KEY
          """)
  void whatIsWrongIsSaidWithItsLine(String from, String to, String message) {
    assertThatThrownBy(() -> SavedCase.parse("one.txt", TEXT.replaceFirst(from, to)))
        .isInstanceOf(SavedCaseException.class)
        .hasMessage(message);
  }

  @Test
  void aFileThatEndsTooEarlySaysSo() {
    for (int length = 0; length < TEXT.indexOf("  1811"); length += 7) {
      var part = TEXT.substring(0, length);
      assertThatThrownBy(() -> SavedCase.parse("one.txt", part))
          .isInstanceOf(SavedCaseException.class)
          .hasMessageStartingWith("one.txt:");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> SavedCase.load(Path.of("nowhere.txt")))
        .isInstanceOf(SavedCaseException.class)
        .hasMessageStartingWith("nowhere.txt: cannot be read");
  }
}
