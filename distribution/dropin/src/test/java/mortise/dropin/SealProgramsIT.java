package mortise.dropin;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.plugin.allocator.AllocatorFamily;
import mortise.plugin.list.ListFamily;
import mortise.plugin.lock.LockFamily;
import mortise.plugin.map.LinuxGeneral;
import mortise.plugin.map.LinuxMap;
import mortise.plugin.net.LinuxNet;
import mortise.spi.HelperFamily;
import mortise.testkit.Expected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The example plugin's programs are judged and answer as their tags say, and programs that know
/// nothing of it as they did before.
class SealProgramsIT {
  private URLClassLoader loader = new URLClassLoader(new URL[0]);

  @BeforeEach
  void load() throws Exception {
    var jar = SealJar.build().toUri();
    loader =
        new URLClassLoader(
            new URL[] {URI.create(jar.toString()).toURL()}, getClass().getClassLoader());
  }

  @AfterEach
  void unload() throws Exception {
    loader.close();
  }

  private Engine engine() throws ReflectiveOperationException {
    var seal =
        (HelperFamily) loader.loadClass("example.seal.SealFamily").getConstructor().newInstance();
    return Engine.of(
        Semantics.named("linux"),
        List.of(
            seal,
            new LockFamily(),
            new AllocatorFamily(),
            new ListFamily(),
            new LinuxMap(),
            new LinuxGeneral(),
            new LinuxNet()));
  }

  @TestFactory
  Stream<DynamicTest> seals() throws Exception {
    return Expected.of(engine(), SourceTree.SEAL_OBJECT);
  }

  @TestFactory
  Stream<DynamicTest> listsOfTypesWithoutASeal() throws Exception {
    return Expected.of(engine(), SourceTree.EXAMPLES.resolve("queue.bpf.o"));
  }
}
