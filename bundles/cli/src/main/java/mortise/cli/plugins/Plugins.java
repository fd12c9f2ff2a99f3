package mortise.cli.plugins;

import java.util.List;

/// What was found in the jars that were looked at.
///
/// @param loaded in the order of the jars
/// @param problems one line for each jar, or part of one, that could not be used
public record Plugins<S>(List<Plugin<S>> loaded, List<String> problems) {
  public Plugins {
    loaded = List.copyOf(loaded);
    problems = List.copyOf(problems);
  }

  public List<S> services() {
    return loaded.stream().flatMap(plugin -> plugin.services().stream()).toList();
  }
}
