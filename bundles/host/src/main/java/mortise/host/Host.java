package mortise.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mortise.host.shell.ShellCommands;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;

/// A running framework whose families are those of the jars in a folder, at any time.
final class Host implements AutoCloseable {
  private static final long REFRESH_SECONDS = 30;

  private final Framework framework;
  private final Path storage;
  private final ServiceTracker<HelperFamily, HelperFamily> families;
  private Optional<FolderWatch> watch = Optional.empty();

  private Host(Framework framework, Path storage) {
    this.framework = framework;
    this.storage = storage;
    this.families = new ServiceTracker<>(framework.getBundleContext(), HelperFamily.class, null);
  }

  /// @param plugins the folder to watch; it must exist
  /// @param bundles started once the plugins are there: the shell, say
  /// @param problems gets a line for everything that is wrong with a plugin
  static Host start(Path plugins, List<Path> bundles, Consumer<String> problems)
      throws IOException, BundleException {
    var storage = Files.createTempDirectory("mortise-host-");
    var framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no OSGi framework on the module path"))
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    SpiPackages.header(),
                    // Gogo needs handlers for URLs; what goes wrong is told in our own words.
                    "felix.service.urlhandlers",
                    "true",
                    "felix.log.level",
                    "0"));
    framework.init();
    var host = new Host(framework, storage);
    try {
      host.open(plugins, bundles, problems);
    } catch (IOException | BundleException | RuntimeException e) {
      host.close();
      throw e;
    }
    return host;
  }

  private void open(Path plugins, List<Path> bundles, Consumer<String> problems)
      throws IOException, BundleException {
    var context = framework.getBundleContext();
    new BundleTracker<>(context, Bundle.ACTIVE, new ProviderExtender(problems)).open();
    families.open();
    registerCommands(context);
    framework.start();
    var deployment = new Deployment(plugins, context, this::refresh, problems);
    // Watch first, or a jar that comes between the two is overlooked.
    watch = Optional.of(FolderWatch.on(plugins, deployment::synchronize));
    deployment.synchronize();
    // Only now may anybody ask: the shell answers from its first line on.
    var started = new ArrayList<Bundle>();
    for (var bundle : bundles) {
      try (var bytes = Files.newInputStream(bundle)) {
        started.add(context.installBundle("bundle:" + bundle.getFileName(), bytes));
      }
    }
    for (var bundle : started) {
      bundle.start();
    }
  }

  private void registerCommands(BundleContext context) {
    var properties =
        Map.of(
            "osgi.command.scope",
            ShellCommands.SCOPE,
            "osgi.command.function",
            ShellCommands.functions());
    context.registerService(
        ShellCommands.class,
        new ShellCommands(this::families),
        FrameworkUtil.asDictionary(properties));
  }

  /// The families that are installed now, by id and version.
  List<HelperFamily> families() {
    return families.getTracked().values().stream()
        .sorted(
            Comparator.comparing(
                HelperFamily::info,
                Comparator.comparing(FamilyInfo::id)
                    .thenComparing(FamilyInfo::semantics)
                    .thenComparing(FamilyInfo::version)))
        .toList();
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /// Waits until somebody stops the framework: the shell's `exit`, or its end of input.
  void await() throws InterruptedException {
    framework.waitForStop(0);
  }

  private void refresh() {
    var done = new CountDownLatch(1);
    FrameworkListener whenDone = event -> done.countDown();
    framework.adapt(FrameworkWiring.class).refreshBundles(null, whenDone);
    try {
      if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the framework did not refresh its bundles");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException, BundleException {
    if (watch.isPresent()) {
      watch.get().close();
    }
    framework.stop();
    try {
      framework.waitForStop(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var tree = Files.walk(storage)) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
