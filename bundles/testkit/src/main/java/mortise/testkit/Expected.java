package mortise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/// JUnit tests from object files: a test for each program, which asks that the engine says and does
/// what the program's declaration tags expect.
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> queue() {
///   return Expected.of(engine, Path.of("src/test/resources/queue.bpf.o"));
/// }
/// ```
///
/// The tags are those of the kernel's selftests (`__success`, `__failure`, `__msg`, `__retval`),
/// and `comment:<n>:mortise_rule=<id>` for the rule that rejects. An accepted program that expects
/// a value is run once, on maps of its own: with a packet of 64 zero bytes where its kind sees
/// packets, with no context of the caller's. Then the machine is closed, and no object may remain.
public final class Expected {
  private Expected() {}

  /// A test for each program of an object file, in the file's order.
  ///
  /// @throws mortise.object.ObjectFormatException if it cannot be read, or is not a BPF object
  public static Stream<DynamicTest> of(Engine engine, Path object) {
    return of(engine.load(object));
  }

  /// A test for each program of an object, in the object's order.
  public static Stream<DynamicTest> of(LoadedObject object) {
    return object.programs().stream()
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> check(program)));
  }

  /// The tests of all `*.bpf.o` files right in a folder, by name.
  ///
  /// @throws UncheckedIOException if the folder cannot be listed
  public static Stream<DynamicContainer> in(Engine engine, Path folder) {
    return objects(folder)
        .map(
            object ->
                DynamicContainer.dynamicContainer(
                    String.valueOf(object.getFileName()),
                    object.toUri(),
                    Stream.of(object).flatMap(file -> of(engine, file))));
  }

  /// Asks that a program is as its tags say; skips it, with the reason, if they say nothing.
  ///
  /// @throws AssertionError with everything that differs, and the diagnostic
  public static void check(LoadedProgram program) {
    whyNot(program).ifPresent(Assumptions::abort);
    var comparison = Comparison.of(program);
    if (!comparison.isAsExpected()) {
      Assertions.fail(comparison.toString());
    }
  }

  /// Why a program cannot be tested, if it cannot.
  public static Optional<String> whyNot(LoadedProgram program) {
    var expectations = program.program().expectations();
    if (expectations.auxiliary()) {
      return Optional.of("%s is only there for other programs".formatted(program.name()));
    }
    if (expectations.verdict().isEmpty()) {
      return Optional.of("%s has no tag that expects a verdict".formatted(program.name()));
    }
    return Optional.empty();
  }

  /// The `*.bpf.o` files right in a folder, by name.
  ///
  /// @throws UncheckedIOException if the folder cannot be listed
  public static Stream<Path> objects(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".bpf.o")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be listed".formatted(folder), e);
    }
  }
}
