package mortise.cli.output;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/// What this copy of Mortise calls itself.
public final class ToolVersion {
  private ToolVersion() {}

  /// The module's version; `development` where it runs from class files.
  public static String current() {
    return Optional.ofNullable(ToolVersion.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("development");
  }
}
