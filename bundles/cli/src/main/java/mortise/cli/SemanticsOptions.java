package mortise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.cli.plugins.PluginLoader;
import mortise.cli.plugins.Plugins;
import mortise.cli.plugins.SpiRange;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import picocli.CommandLine.Option;

/// Which semantics a command works under; a part of most commands.
final class SemanticsOptions {
  @Option(
      names = "--semantics",
      paramLabel = "NAME",
      defaultValue = "linux",
      description = "The semantics to check under (default: ${DEFAULT-VALUE}).")
  private String semantics = "linux";

  @Option(
      names = "--policy",
      paramLabel = "NAME=VALUE",
      description = "Make a choice that the semantics leaves open; may be repeated.")
  private Map<String, String> policies = new LinkedHashMap<>();

  @Option(
      names = "--without-rule",
      paramLabel = "RULE",
      description = {
        "Let through what breaks this rule, to see what it is good for; may be repeated.",
        "Verdicts are not to be trusted then."
      })
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = {
        "Load a plugin besides those of the plugins folder, and in place of other versions of it;",
        "may be repeated."
      })
  private List<Path> plugins = new ArrayList<>();

  /// Loads the plugins and opens the engine. A plugin that cannot be used is named on err; one that
  /// was asked for by name must work.
  EngineGateway open(Context context) throws InputProblem {
    var jars = new ArrayList<Path>();
    if (context.home().isPresent()) {
      var folder = context.home().get().resolve("plugins");
      try {
        jars.addAll(PluginLoader.jarsOf(folder));
      } catch (IOException e) {
        context.say(folder + ": cannot be read (" + e.getMessage() + ")");
      }
    }
    jars.removeAll(plugins);
    var layer =
        Optional.ofNullable(SemanticsOptions.class.getModule().getLayer())
            .orElseGet(ModuleLayer::boot);
    var found = PluginLoader.load(HelperFamily.class, layer, plugins, jars, SpiRange::objection);
    found.problems().forEach(context::say);
    for (var asked : plugins) {
      if (found.loaded().stream()
          .noneMatch(p -> p.jar().equals(asked) && !p.services().isEmpty())) {
        throw new InputProblem("--plugin " + asked + ": gave no helper family");
      }
    }
    var families = families(context, found);
    var gateway =
        context.opener().open(new EngineGateway.Choice(semantics, policies, without, families));
    without.stream().distinct().forEach(rule -> warn(context, rule));
    gateway.problems().forEach(context::say);
    return gateway;
  }

  private static void warn(Context context, String rule) {
    context.say(
        "WARNING: rule %s is SWITCHED OFF: do not trust these verdicts; what is accepted may crash,"
                .formatted(rule)
            + " leak or never end");
  }

  /// All families that are here, without other versions of those in jars that were asked for.
  private List<HelperFamily> families(Context context, Plugins<HelperFamily> found) {
    var asked = new ArrayList<HelperFamily>();
    var others = new ArrayList<>(context.families());
    for (var plugin : found.loaded()) {
      (plugins.contains(plugin.jar()) ? asked : others).addAll(plugin.services());
    }
    var families = new ArrayList<>(asked);
    for (var other : others) {
      var instead =
          asked.stream()
              .map(HelperFamily::info)
              .filter(info -> isVersionOf(info, other.info()))
              .findFirst();
      if (instead.isPresent()) {
        context.say(
            "family %s is passed over, because --plugin gives %s"
                .formatted(other.info(), instead.get()));
      } else {
        families.add(other);
      }
    }
    return families;
  }

  private static boolean isVersionOf(FamilyInfo one, FamilyInfo other) {
    return one.id().equals(other.id()) && one.semantics().equals(other.semantics());
  }
}
