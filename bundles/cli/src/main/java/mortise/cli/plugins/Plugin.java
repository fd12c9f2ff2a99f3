package mortise.cli.plugins;

import java.nio.file.Path;
import java.util.List;

/// One jar that was loaded, and what it provides.
///
/// @param services empty for a jar that others build on
public record Plugin<S>(Path jar, String module, String version, List<S> services) {
  public Plugin {
    services = List.copyOf(services);
  }
}
