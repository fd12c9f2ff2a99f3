package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import mortise.bench.generated.Generated;
import mortise.testkit.generate.Outcome;
import mortise.testkit.generate.SavedCase;
import mortise.testkit.generate.Template;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever went wrong once never does again: every file of `generated/` is a program that a
/// verifier with some bug accepted, and that then went wrong, as `bench.sh generate` saved it.
class SavedCasesTest {
  private static final String FOLDER = "distribution/tests/src/test/resources/generated";

  @TestFactory
  Stream<DynamicTest> goWellNow() {
    var templates = Generated.templates(Product.linux());
    return SavedCase.in(Product.ROOT.resolve(FOLDER)).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    String.valueOf(file.getFileName()),
                    () -> {
                      var saved = SavedCase.load(file);
                      var template =
                          templates.stream().filter(t -> t.name().equals(saved.template()));
                      assertThat(template.map((Template t) -> saved.replay(t)).toList())
                          .hasSize(1)
                          .noneMatch(outcome -> outcome instanceof Outcome.Failed);
                    }));
  }
}
