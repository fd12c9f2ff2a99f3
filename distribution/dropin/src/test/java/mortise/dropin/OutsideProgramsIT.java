package mortise.dropin;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.testkit.Expected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The programs of plugins that build on the proposal are judged and answer as their tags say, each
/// under the policies that its tags name, in runs that are held against what was believed of them.
class OutsideProgramsIT {
  private final Map<String, Engine> engines = new HashMap<>();
  private URLClassLoader loader = new URLClassLoader(new URL[0]);

  @BeforeEach
  void load() throws Exception {
    loader = OutsidePlugins.loader();
  }

  @AfterEach
  void unload() throws Exception {
    loader.close();
  }

  @TestFactory
  Stream<DynamicContainer> programs() {
    return OutsidePlugins.FAMILIES.keySet().stream()
        .map(
            name ->
                DynamicContainer.dynamicContainer(
                    name,
                    Expected.objects(OutsidePlugins.folder(name).resolve("programs"))
                        .flatMap(object -> tests(name, object))));
  }

  private Stream<DynamicTest> tests(String name, Path object) {
    return engine(name, Map.of()).load(object).programs().stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name(),
                    () -> {
                      var policies = program.program().expectations().policies();
                      var judged = engine(name, policies).load(object).program(program.name());
                      Expected.check(judged.orElseThrow());
                    }));
  }

  private Engine engine(String name, Map<String, String> policies) {
    return engines.computeIfAbsent(
        name + policies,
        key -> {
          try {
            return OutsidePlugins.engine(loader, name, policies);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
