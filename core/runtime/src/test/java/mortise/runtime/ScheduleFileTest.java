package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import mortise.runtime.schedule.Schedule;
import mortise.runtime.schedule.Schedule.Turn;
import mortise.runtime.schedule.ScheduleFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleFileTest {
  private static final ScheduleFile FILE =
      new ScheduleFile(
          "0.1.0",
          "queue.bpf.o",
          "00ff",
          "linux (lock 1.0.0) without some.rule",
          List.of("put", "take"),
          new byte[] {1, 2},
          new byte[0],
          true,
          1000,
          2000,
          Optional.of("leak"),
          new Schedule(List.of(new Turn(0, 3), new Turn(1, 5), new Turn(2, 1)), true));

  private static final String TEXT =
      """
      # mortise explore OBJ --replay THIS-FILE runs this schedule
      format 1
      mortise 0.1.0
      object queue.bpf.o
      sha256 00ff
      semantics linux (lock 1.0.0) without some.rule
      cpu put
      cpu take
      packet 0102
      watched yes
      instructions 1000
      operations 2000
      starts count
      failure leak
      turn 0 3 # turn 0
      turn 1 5 # turn 1
      turn 2 1 # turn 2
      """;

  @Test
  void isTheTextThatItSaysItIs() {
    assertThat(FILE.write(turn -> "turn " + turn)).isEqualTo(TEXT);
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    var read = ScheduleFile.parse(TEXT);
    assertThat(read).usingRecursiveComparison().isEqualTo(FILE);
  }

  @Test
  void namesWithControlCharactersStayOnTheirLines() throws Exception {
    var odd =
        new ScheduleFile(
            "1",
            "a\nturn 9 9",
            "00",
            "linux",
            List.of("p"),
            new byte[0],
            new byte[0],
            false,
            1,
            1,
            Optional.empty(),
            new Schedule(List.of(new Turn(0, 1)), false));
    assertThat(ScheduleFile.parse(odd.write(turn -> "x\ny")).schedule()).isEqualTo(odd.schedule());
  }

  @ParameterizedTest
  @CsvSource({
    "turn 0 3, turn 3 3, line 15: there is no CPU 3: 2 are given before",
    "turn 0 3, turn 0 0, line 15: a turn of no operations",
    "turn 0 3, turn 0 -1, line 15: '-1' is no number of at most 9 digits",
    "turn 0 3, turn 0 99999999999999999999, "
        + "line 15: '99999999999999999999' is no number of at most 9 digits",
    "turn 0 3, turn 0, line 15: a turn is a CPU and a number of operations",
    "turn 0 3, torn 0 3, line 15: 'torn' is no keyword",
    "format 1, format 2, line 2: format '2' is not known; this reads format 1",
    "packet 0102, packet 012, line 9: packet: is not hexadecimal",
    "packet 0102, packet zz, line 9: packet: is not hexadecimal",
    "watched yes, watched maybe, 'line 10: watched: ''maybe'' is none of yes, no'",
    "instructions 1000, instructions 0, line 11: instructions: must be at least 1",
    "sha256 00ff, format 1, line 5: a second line 'format'",
    "sha256 00ff, # nothing, there is no line 'sha256'",
    "operations 2000, '', there is no line 'operations'",
  })
  void whatIsWrongIsSaidWithItsLine(String right, String wrong, String problem) {
    var e =
        catchThrowableOfType(
            ScheduleFile.FormatException.class,
            () -> ScheduleFile.parse(TEXT.replace(right, wrong)));
    assertThat(e).hasMessage(problem);
  }

  @Test
  void anythingElseIsNoSchedule() {
    for (var text : List.of("", "\0\0", "ELF", "cpu", "turn 0 1", "#")) {
      assertThat(
              catchThrowableOfType(
                  ScheduleFile.FormatException.class, () -> ScheduleFile.parse(text)))
          .as(text)
          .isNotNull();
    }
  }
}
