package mortise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import mortise.cli.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {
  @ParameterizedTest
  @CsvSource({
    "push,             true",
    "pus?,             true",
    "queue.bpf.o,      true",
    "que*,             true",
    "queue.bpf.o/push, true",
    "*/p*h,            true",
    "dir*,             false",
    "queue,            false",
    "queue.bpf.o/pop,  false",
    "other*/push,      false",
    "!push,            false",
    "!queue*/*,        false",
    "!pop,             true",
    "verdict=failure,  true",
  })
  void names(String filter, boolean wanted) {
    var filters = Filters.parse(List.of(filter));
    assertThat(filters.wants("dir/queue.bpf.o", "push")).isEqualTo(wanted);
  }

  @Test
  void oneAllowanceIsEnoughAndOneDenialToo() {
    var filters = Filters.parse(List.of("push", "pop", "!broken*/*"));
    assertThat(filters.wants("queue.bpf.o", "pop")).isTrue();
    assertThat(filters.wants("queue.bpf.o", "peek")).isFalse();
    assertThat(filters.wants("broken.bpf.o", "pop")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "verdict=success,  true",
    "verdict == s,     true",
    "verdict!=success, false",
    "!verdict=failure, true",
    "insns>99,         true",
    "insns>100,        false",
    "insns >= 100,     true",
    "total_insns<100,  false",
    "insns<=100,       true",
    "insns<>100,       false",
    "prog=push,        true",
    "prog=pop,         false",
    "pop,              true",
  })
  void values(String filter, boolean shown) {
    var filters = Filters.parse(List.of(filter));
    assertThat(filters.shows(Rows.accepted("queue.bpf.o", "push", 100))).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "!",
        "nothing=1",
        "insns=many",
        "verdict=perhaps",
        "insns=9999999999999999999"
      })
  void refusesWhatMakesNoSense(String filter) {
    assertThatIllegalArgumentException().isThrownBy(() -> Filters.parse(List.of(filter)));
  }

  @Test
  void regularExpressionsAreNoGlobs() {
    assertThat(Filters.parse(List.of("p.sh")).wants("o", "push")).isFalse();
    assertThat(Filters.parse(List.of("(push")).wants("o", "(push")).isTrue();
  }
}
