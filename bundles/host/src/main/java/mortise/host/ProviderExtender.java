package mortise.host;

import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mortise.cli.plugins.SpiRange;
import mortise.spi.HelperFamily;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/// Registers as services what a bundle's `module-info.class` provides for [HelperFamily], so that a
/// plugin says once, in Java, what it offers to module path and framework alike.
final class ProviderExtender
    implements BundleTrackerCustomizer<List<ServiceRegistration<HelperFamily>>> {
  private final Consumer<String> problems;

  /// @param problems gets a line for each provider that cannot be used
  ProviderExtender(Consumer<String> problems) {
    this.problems = problems;
  }

  @Override
  public @Nullable List<ServiceRegistration<HelperFamily>> addingBundle(
      Bundle bundle, @Nullable BundleEvent event) {
    if (bundle.getBundleId() == 0) {
      return null;
    }
    var registrations = new ArrayList<ServiceRegistration<HelperFamily>>();
    for (var implementation : implementations(bundle)) {
      instance(bundle, implementation)
          .ifPresent(family -> registrations.add(register(bundle, family)));
    }
    return registrations.isEmpty() ? null : List.copyOf(registrations);
  }

  @Override
  public void modifiedBundle(
      Bundle bundle,
      @Nullable BundleEvent event,
      List<ServiceRegistration<HelperFamily>> registrations) {
    // A bundle that stays active keeps its services.
  }

  @Override
  public void removedBundle(
      Bundle bundle,
      @Nullable BundleEvent event,
      List<ServiceRegistration<HelperFamily>> registrations) {
    registrations.forEach(ProviderExtender::unregister);
  }

  private static void unregister(ServiceRegistration<HelperFamily> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      // The framework was quicker: a stopping bundle loses its services anyway.
    }
  }

  private List<String> implementations(Bundle bundle) {
    var entry = bundle.getEntry("module-info.class");
    if (entry == null) {
      return List.of();
    }
    try (var in = entry.openStream()) {
      return ModuleDescriptor.read(in).provides().stream()
          .filter(provides -> provides.service().equals(HelperFamily.class.getName()))
          .map(Provides::providers)
          .flatMap(List::stream)
          .toList();
    } catch (IOException | InvalidModuleDescriptorException e) {
      report(bundle, "has a module-info.class that cannot be read (" + e.getMessage() + ")");
      return List.of();
    }
  }

  private Optional<HelperFamily> instance(Bundle bundle, String implementation) {
    try {
      var made = bundle.loadClass(implementation).getConstructor().newInstance();
      if (made instanceof HelperFamily family) {
        var objection = SpiRange.objection(family);
        objection.ifPresent(why -> report(bundle, why));
        return objection.isEmpty() ? Optional.of(family) : Optional.empty();
      }
      report(bundle, implementation + " is built on another copy of the SPI");
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      report(bundle, implementation + " cannot be made (" + cause + ")");
    }
    return Optional.empty();
  }

  private static ServiceRegistration<HelperFamily> register(Bundle bundle, HelperFamily family) {
    var info = family.info();
    var properties =
        Map.of(
            "mortise.family",
            info.id(),
            "mortise.semantics",
            info.semantics(),
            "mortise.version",
            info.version().toString());
    return bundle
        .getBundleContext()
        .registerService(HelperFamily.class, family, FrameworkUtil.asDictionary(properties));
  }

  private void report(Bundle bundle, String what) {
    problems.accept(bundle.getLocation() + ": " + what);
  }
}
