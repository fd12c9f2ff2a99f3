package mortise.cli;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mortise.cli.plugins.Plugin;
import mortise.cli.plugins.PluginLoader;
import mortise.cli.plugins.SpiRange;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import picocli.CommandLine.Option;

/// Which plugins a command works with; a part of most commands.
final class PluginOptions {
  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = {
        "Load a plugin besides those of the plugins folder, and in place of other versions of it;",
        "may be repeated."
      })
  private List<Path> plugins = new ArrayList<>();

  /// A family and the jar that it came in.
  private record Found(HelperFamily family, Plugin<HelperFamily> plugin) {
    FamilyInfo info() {
      return family.info();
    }

    Version version() {
      try {
        return Version.parse(plugin.version());
      } catch (IllegalArgumentException e) {
        return Version.parse("0"); // a version as nobody writes one is as good as none
      }
    }

    boolean isVersionOf(FamilyInfo other) {
      return info().id().equals(other.id()) && info().semantics().equals(other.semantics());
    }

    /// `seal 1.0.0 (linux) of seal.jar`
    @Override
    public String toString() {
      return info() + " of " + plugin.jar().getFileName();
    }
  }

  /// Loads the plugins. One that cannot be used is named on err; one that was asked for by name
  /// must work.
  ///
  /// @throws InputProblem too if two jars offer the same, and nothing says which is meant
  List<HelperFamily> load(Context context) throws InputProblem {
    var jars = plugins.stream().distinct().toList();
    var layer =
        Optional.ofNullable(PluginOptions.class.getModule().getLayer())
            .orElseGet(ModuleLayer::boot);
    var loaded =
        PluginLoader.load(HelperFamily.class, layer, jars, folder(context), SpiRange::objection);
    loaded.problems().forEach(context::say);
    var asked = new ArrayList<Found>();
    var others = new ArrayList<Found>();
    for (var plugin : loaded.loaded()) {
      var isAsked = plugins.contains(plugin.jar());
      plugin.services().stream()
          .filter(family -> isOffered(family, plugin, context.semantics()))
          .map(family -> new Found(family, plugin))
          .forEach(isAsked ? asked::add : others::add);
    }
    // Of one version of a family in two versions of a plugin the newer plugin's is taken.
    others.sort(Comparator.comparing(Found::version).reversed());
    for (var jar : plugins) {
      if (loaded.loaded().stream()
          .noneMatch(plugin -> plugin.jar().equals(jar) && !plugin.services().isEmpty())) {
        throw new InputProblem("--plugin " + jar + ": gave no helper family");
      }
    }
    refuseTwo(asked);
    return families(context, asked, others);
  }

  private List<Path> folder(Context context) {
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
    return jars;
  }

  /// The distribution's own plugins may know more semantics than it offers, with families missing.
  /// A plugin that knows none of those offered brings its own.
  private static boolean isOffered(
      HelperFamily family, Plugin<HelperFamily> plugin, List<String> offered) {
    var name = family.info().semantics();
    return offered.isEmpty()
        || offered.contains(name)
        || plugin.services().stream()
            .noneMatch(other -> offered.contains(other.info().semantics()));
  }

  private static void refuseTwo(List<Found> asked) throws InputProblem {
    for (var one : asked) {
      for (var other : asked) {
        if (!one.plugin().jar().equals(other.plugin().jar()) && one.isVersionOf(other.info())) {
          throw new InputProblem("--plugin twice for one family: %s, and %s".formatted(one, other));
        }
      }
    }
  }

  /// All families that are here, without other versions of those in jars that were asked for.
  private static List<HelperFamily> families(Context context, List<Found> asked, List<Found> others)
      throws InputProblem {
    var families = new ArrayList<HelperFamily>();
    asked.forEach(one -> families.add(one.family()));
    var here = new ArrayList<Found>();
    for (var other : others) {
      var instead = asked.stream().filter(one -> one.isVersionOf(other.info())).findFirst();
      if (instead.isPresent()) {
        context.say(
            "family %s is passed over, because --plugin gives %s".formatted(other, instead.get()));
      } else {
        refuseDifferent(here, other);
        here.add(other);
        families.add(other.family());
      }
    }
    families.addAll(withoutThoseAsked(context, asked));
    return families;
  }

  private static List<HelperFamily> withoutThoseAsked(Context context, List<Found> asked) {
    var left = new ArrayList<HelperFamily>();
    for (var family : context.families()) {
      var instead = asked.stream().filter(one -> one.isVersionOf(family.info())).findFirst();
      if (instead.isPresent()) {
        context.say(
            "family %s is passed over, because --plugin gives %s"
                .formatted(family.info(), instead.get()));
      } else {
        left.add(family);
      }
    }
    return left;
  }

  /// Two jars of one version, with one version of a family, must be the same: nothing says which
  /// one is meant.
  private static void refuseDifferent(List<Found> here, Found other) throws InputProblem {
    for (var one : here) {
      if (one.info().equals(other.info())
          && one.version().equals(other.version())
          && !areSame(one.plugin().jar(), other.plugin().jar())) {
        throw new InputProblem(
            "two plugins offer the family %s of semantics '%s': %s and %s"
                .formatted(other.info().id(), other.info().semantics(), one, other));
      }
    }
  }

  private static boolean areSame(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0;
    } catch (IOException e) {
      return false;
    }
  }
}
