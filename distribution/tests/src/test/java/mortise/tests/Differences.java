package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.testkit.Comparison;
import mortise.testkit.Expected;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;

/// What is known not to be as Linux has it, with reasons: `differences.tsv`. Each is asserted, so
/// that the list only ever gets shorter.
final class Differences {
  private static final Path LIST =
      Product.ROOT.resolve("distribution/tests/src/test/resources/mortise/tests/differences.tsv");

  private static final Map<String, String> REASONS = read();

  private Differences() {}

  private static Map<String, String> read() {
    try {
      return Files.readAllLines(LIST).stream()
          .skip(2)
          .map(line -> line.split("\t", -1))
          .collect(Collectors.toUnmodifiableMap(c -> c[0] + " " + c[1], c -> c[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the program is known not to be judged as Linux judges it.
  static boolean isKnown(String object, String program) {
    return REASONS.containsKey(object + " " + program);
  }

  /// The tests of all objects of a folder.
  static Stream<DynamicContainer> in(Engine engine, Path folder) {
    return Expected.objects(folder)
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    String.valueOf(file.getFileName()),
                    file.toUri(),
                    Stream.of(file).flatMap(f -> of(f, engine.load(f)))));
  }

  /// The tests of an object that was read from `file`.
  static Stream<DynamicTest> of(Path file, LoadedObject object) {
    var name = Product.EXAMPLES.relativize(file).toString();
    return object.programs().stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name(),
                    () -> check(name + " " + program.name(), asTagged(file, program))));
  }

  /// The program under the policies that its tags ask for.
  private static LoadedProgram asTagged(Path file, LoadedProgram program) {
    return program.program().expectations().policies().isEmpty()
        ? program
        : Suite.LINUX.example(file, program.name()).load();
  }

  private static void check(String key, LoadedProgram program) {
    var reason = REASONS.get(key);
    if (reason == null) {
      Expected.check(program);
    } else {
      refute(key, reason, Comparison.of(program).isAsExpected());
    }
  }

  /// Runs `check` unless the rule is on the list; then asserts that it is not `present`.
  static void rule(String id, boolean present, Runnable check) {
    var reason = REASONS.get("RULES.tsv " + id);
    if (reason == null) {
      check.run();
    } else {
      refute(id, reason, present);
    }
  }

  private static void refute(String key, String reason, boolean asExpected) {
    if (asExpected) {
      throw new AssertionFailedError(
          "%s is as Linux has it now, take it off %s (%s)"
              .formatted(key, Product.ROOT.relativize(LIST), reason));
    }
    assertThat(reason).as("a reason for %s", key).isNotBlank();
  }
}
