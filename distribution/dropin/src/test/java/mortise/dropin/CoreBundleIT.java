package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import mortise.dropin.probe.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/// The core itself as bundles, in a framework with nothing else in it.
class CoreBundleIT {
  private static final long PATIENCE_MILLIS = 60_000;
  private static final List<String> CORE =
      List.of("spi", "core/object", "core/verifier", "core/runtime", "core/engine");

  private static final Map<String, List<String>> FAMILIES =
      Map.of(
          "plugins/ownership", List.of(),
          "plugins/interrupt", List.of("mortise.plugin.interrupt.InterruptFamily"),
          "plugins/lock", List.of("mortise.plugin.lock.LockFamily"),
          "plugins/allocator", List.of("mortise.plugin.allocator.AllocatorFamily"),
          "plugins/list", List.of("mortise.plugin.list.ListFamily"),
          "plugins/map", List.of("mortise.plugin.map.LinuxMap", "mortise.plugin.map.LinuxGeneral"),
          "plugins/net", List.of("mortise.plugin.net.LinuxNet"));

  @TempDir private Path storage;
  private Framework framework = framework(Path.of("target"));

  private static Framework framework(Path storage) {
    return ServiceLoader.load(FrameworkFactory.class)
        .findFirst()
        .orElseThrow()
        .newFramework(
            Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.log.level", "0"));
  }

  @BeforeEach
  void start() throws BundleException {
    framework = framework(storage);
    framework.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(PATIENCE_MILLIS);
  }

  private Bundle install(Path jar) throws IOException, BundleException {
    try (var bytes = Files.newInputStream(jar)) {
      return framework.getBundleContext().installBundle("test:" + jar.getFileName(), bytes);
    }
  }

  private void installCore() throws IOException, BundleException {
    for (var module : CORE) {
      install(SourceTree.jar(module));
    }
  }

  private List<Object> installFamilies() throws Exception {
    var bundles = new ArrayList<Bundle>();
    for (var module : FAMILIES.keySet()) {
      bundles.add(install(SourceTree.jar(module)));
    }
    var families = new ArrayList<Object>();
    for (var bundle : bundles) {
      bundle.start();
      for (var provider : FAMILIES.values().stream().flatMap(List::stream).toList()) {
        if (bundle.getEntry(provider.replace('.', '/') + ".class") != null) {
          families.add(bundle.loadClass(provider).getConstructor().newInstance());
        }
      }
    }
    return families;
  }

  /// A bundle with the probe, that imports the packages named.
  private Bundle installProbe(String imports) throws IOException, BundleException {
    var manifest = new Manifest();
    var headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "probe");
    headers.putValue(Constants.IMPORT_PACKAGE, imports);
    var bytes = new ByteArrayOutputStream();
    try (var out = new JarOutputStream(bytes, manifest)) {
      var name = Probe.class.getName().replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(name));
      try (var in = Probe.class.getResourceAsStream("/" + name)) {
        java.util.Objects.requireNonNull(in).transferTo(out);
      }
    }
    return framework
        .getBundleContext()
        .installBundle("test:probe", new ByteArrayInputStream(bytes.toByteArray()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> ask(Bundle probe, List<Object> families, Path object)
      throws Exception {
    var made = probe.loadClass(Probe.class.getName()).getConstructor().newInstance();
    return ((BiFunction<List<?>, byte[], Map<String, String>>) made)
        .apply(families, Files.readAllBytes(object));
  }

  private static final String EMBEDDERS =
      "mortise.engine,mortise.object,mortise.runtime,mortise.spi,mortise.spi.runtime,"
          + "mortise.verifier";

  @Test
  void verifiesAndRuns() throws Exception {
    installCore();
    var families = installFamilies();
    var probe = installProbe(EMBEDDERS);
    probe.start();
    assertThat(ask(probe, families, SourceTree.EXAMPLES.resolve("queue.bpf.o")))
        .containsOnly(
            Map.entry("enqueue", "success 0"),
            Map.entry("dequeue", "success -1"),
            Map.entry("peek", "success -1"),
            Map.entry("enqueue_urgent", "success 0"),
            Map.entry("rotate", "success -1"),
            Map.entry("drain", "success 0"),
            Map.entry("round_trip", "success 102"));
  }

  @Test
  void thePluginFromOutsideFitsInToo() throws Exception {
    installCore();
    var families = installFamilies();
    var seal = install(SealJar.build());
    seal.start();
    families.add(seal.loadClass("example.seal.SealFamily").getConstructor().newInstance());
    var probe = installProbe(EMBEDDERS);
    assertThat(ask(probe, families, SourceTree.SEAL_OBJECT))
        .containsEntry("forward", "success 207")
        .containsEntry("post_open", "failure seal.open-object-linked")
        .containsEntry("send_postcard", "success 0");
  }

  @Test
  void theCoresOwnMeetingPlacesAreNotForOthers() throws Exception {
    installCore();
    for (var internal : List.of("rulebook", "layout", "rules")) {
      var nosy = installProbe("mortise.verifier." + internal);
      assertThatThrownBy(nosy::start).isInstanceOf(BundleException.class);
      nosy.uninstall();
    }
    for (var hidden :
        List.of(
            "mortise.verifier.explore",
            "mortise.verifier.state",
            "mortise.verifier.domain",
            "mortise.runtime.memory",
            "mortise.object.elf",
            "mortise.object.bytes",
            "dagger",
            "jakarta.inject",
            "javax.inject")) {
      var nosy = installProbe(hidden);
      assertThatThrownBy(nosy::start).isInstanceOf(BundleException.class);
      nosy.uninstall();
    }
  }
}
