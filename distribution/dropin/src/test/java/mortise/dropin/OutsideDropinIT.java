package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plugins that build on the proposal, as jars in the folders of the distributions that have it.
class OutsideDropinIT {
  @TempDir private static Path work;

  private static Map<String, Distribution> distributions = Map.of();

  @BeforeAll
  static void unpack() throws Exception {
    distributions =
        Map.of(
            "lab", Distribution.of(SourceTree.LAB, work.resolve("lab")),
            "proposal", Distribution.of(SourceTree.PROPOSAL, work.resolve("proposal")));
    for (var distribution : distributions.values()) {
      for (var name : OutsidePlugins.FAMILIES.keySet()) {
        Files.copy(OutsidePlugins.jar(name), distribution.plugins().resolve("my-" + name + ".jar"));
      }
    }
  }

  private static Finished mortise(String distribution, Object... arguments) throws Exception {
    var finished = distributions.getOrDefault(distribution, new Distribution(work, work));
    var ended = finished.mortise(arguments);
    assertThat(ended.isWithoutStackTrace()).as(ended.toString()).isTrue();
    return ended;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "proposal"})
  void droppedInTheyAreThere(String distribution) throws Exception {
    var families = mortise(distribution, "families", "--semantics", "proposal");
    for (var name : OutsidePlugins.FAMILIES.keySet()) {
      assertThat(families.out()).containsPattern("(?m)^%s +1\\.0\\.0 +proposal ".formatted(name));
    }
    assertThat(families.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lab, table, count_visits, 203",
    "proposal, table, end_group, 2",
    "lab, bloom, remember, 10",
    "lab, gate, pass_twice, 2",
    "proposal, device, keep_twice, 5"
  })
  void theirProgramsRun(String distribution, String name, String program, String value)
      throws Exception {
    var run =
        mortise(
            distribution,
            "run",
            "--checked",
            "--semantics",
            "proposal",
            OutsidePlugins.object(name),
            program);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("Return value: %s ".formatted(value));
  }

  @ParameterizedTest
  @CsvSource({
    "table, find_without_lock, table.lock-not-held",
    "bloom, escape_half_made, list.node-not-live",
    "gate, pass_when_shut, pointer.poisoned",
    "device, forget, reference.leak"
  })
  void theirRulesReject(String name, String program, String rule) throws Exception {
    var check =
        mortise(
            "lab",
            "check",
            "--semantics",
            "proposal",
            OutsidePlugins.object(name),
            "-f",
            program,
            "-o",
            "csv");
    assertThat(check.code()).as(check.toString()).isEqualTo(1);
    assertThat(check.out()).contains(",failure,").contains("," + rule + ",");
  }

  @Test
  void theirFunctionsAreInTheHeaderAndTheirRulesAreExplained() throws Exception {
    assertThat(mortise("lab", "headers", "--semantics", "proposal").out())
        .contains("struct mx_table {")
        .contains("extern int mx_table_add(")
        .contains("extern bool mx_gate_try(struct mx_gate *gate) __ksym;");
    assertThat(mortise("lab", "explain", "--semantics", "proposal", "gate.not-inside").out())
        .contains("Passing and leaving are for those who were let in.");
  }

  @Test
  void otherSemanticsKnowNothingOfThem() throws Exception {
    var check =
        mortise("lab", "check", OutsidePlugins.object("gate"), "-f", "pass_street", "-o", "csv");
    assertThat(check.code()).as(check.toString()).isEqualTo(1);
    assertThat(check.out()).contains("call.function-unknown");
  }
}
