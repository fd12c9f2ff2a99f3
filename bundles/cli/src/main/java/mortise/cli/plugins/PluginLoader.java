package mortise.cli.plugins;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.cli.plugins.Candidate.Unusable;

/// Loads the services of plugin jars into module layers over the boot layer, so that the boot
/// module path stays what it was when the start-up cache was made.
///
/// Jars whose modules have different names share a layer and see each other; of several with one
/// name that is the one asked for, or else the newest. Each other gets into a layer further up,
/// which is how two versions of a plugin live side by side. Whatever is wrong with one jar costs
/// that jar a line and the others nothing.
public final class PluginLoader<S> {
  private final Class<S> service;
  private final ModuleLayer base;
  private final Function<S, Optional<String>> objection;
  private final List<String> problems = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<Plugin<S>> loaded = new ArrayList<>();

  private PluginLoader(
      Class<S> service, ModuleLayer base, Function<S, Optional<String>> objection) {
    this.service = service;
    this.base = base;
    this.objection = objection;
    getClass().getModule().addUses(service);
  }

  /// @param base the layer that the plugins build on
  /// @param asked jars that come before others whose modules have the same names
  /// @param jars further jars
  /// @param objection what is wrong with a service that could be loaded: its SPI range, say
  public static <S> Plugins<S> load(
      Class<S> service,
      ModuleLayer base,
      List<Path> asked,
      List<Path> jars,
      Function<S, Optional<String>> objection) {
    var loader = new PluginLoader<>(service, base, objection);
    var candidates = loader.candidates(asked);
    var others = loader.candidates(jars);
    var inOrder = Stream.concat(candidates.stream(), others.stream()).map(Candidate::jar).toList();
    others.sort(Comparator.comparing(Candidate::version).reversed());
    candidates.addAll(others);
    loader.loadAll(candidates);
    loader.loaded.sort(Comparator.comparingInt(plugin -> inOrder.indexOf(plugin.jar())));
    return new Plugins<>(loader.loaded, loader.problems);
  }

  /// The jars of a folder by name; none if there is no such folder.
  public static List<Path> jarsOf(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var jars = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }

  private List<Candidate> candidates(List<Path> jars) {
    var candidates = new ArrayList<Candidate>();
    for (var jar : jars) {
      try {
        candidates.add(Candidate.of(jar));
      } catch (Unusable e) {
        problems.add(e.getMessage());
      }
    }
    return candidates;
  }

  /// Nobody builds on a jar of which nothing can be used, or of which something cannot while
  /// another version is here: without it all are loaded again, and the other version takes its
  /// place.
  private void loadAll(List<Candidate> candidates) {
    var usable = new ArrayList<>(candidates);
    while (true) {
      loaded.clear();
      troubles.clear();
      load(new ArrayList<>(usable));
      var useless = useless(usable);
      troubles.stream()
          .filter(t -> useless.isEmpty() || useless.contains(t.candidate()))
          .forEach(t -> problems.add(t.candidate().jar() + ": " + t.line()));
      if (useless.isEmpty()) {
        return;
      }
      usable.removeAll(useless);
    }
  }

  private List<Candidate> useless(List<Candidate> usable) {
    var troubled =
        usable.stream()
            .filter(c -> troubles.stream().anyMatch(t -> t.candidate().equals(c)))
            .toList();
    var empty =
        troubled.stream()
            .filter(
                c ->
                    loaded.stream()
                        .allMatch(p -> !p.jar().equals(c.jar()) || p.services().isEmpty()))
            .toList();
    return empty.isEmpty()
        ? troubled.stream()
            .filter(c -> usable.stream().anyMatch(o -> !o.equals(c) && o.name().equals(c.name())))
            .limit(1)
            .toList()
        : empty;
  }

  private void load(List<Candidate> candidates) {
    var layer = base;
    while (!candidates.isEmpty()) {
      var round = new LinkedHashMap<String, Candidate>();
      candidates.forEach(candidate -> round.putIfAbsent(candidate.name(), candidate));
      candidates.removeAll(List.copyOf(round.values()));
      dropUnsatisfied(round, layer);
      layer = define(List.copyOf(round.values()), layer);
    }
  }

  /// Takes out what needs a module that is not there, and what needs that, and so on.
  private void dropUnsatisfied(Map<String, Candidate> round, ModuleLayer below) {
    boolean dropped = true;
    while (dropped) {
      dropped = false;
      for (var candidate : List.copyOf(round.values())) {
        var missing =
            candidate.needs().stream()
                .filter(name -> !round.containsKey(name) && below.findModule(name).isEmpty())
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
          round.remove(candidate.name());
          trouble(candidate, "needs " + missing + ", which is not here");
          dropped = true;
        }
      }
    }
  }

  private ModuleLayer define(List<Candidate> candidates, ModuleLayer below) {
    var accepted = List.<Candidate>of();
    var configuration = below.configuration();
    try {
      configuration = resolve(candidates, below);
      accepted = candidates;
    } catch (FindException | ResolutionException allTogether) {
      // Somebody does not get on with the others: whoever comes first stays.
      for (var candidate : candidates) {
        var more = new ArrayList<>(accepted);
        more.add(candidate);
        try {
          configuration = resolve(more, below);
          accepted = more;
        } catch (FindException | ResolutionException e) {
          trouble(candidate, Candidate.line(e));
        }
      }
    }
    if (accepted.isEmpty()) {
      return below;
    }
    var layer =
        ModuleLayer.defineModulesWithManyLoaders(
                configuration, List.of(below), service.getClassLoader())
            .layer();
    for (var candidate : accepted) {
      loaded.add(
          new Plugin<>(
              candidate.jar(),
              candidate.name(),
              candidate.descriptor().rawVersion().orElse(""),
              services(candidate, layer)));
    }
    return layer;
  }

  private static Configuration resolve(List<Candidate> candidates, ModuleLayer below) {
    return Configuration.resolve(
        new Fixed(candidates),
        List.of(below.configuration()),
        ModuleFinder.of(),
        candidates.stream().map(Candidate::name).toList());
  }

  private List<S> services(Candidate candidate, ModuleLayer layer) {
    var found = new ArrayList<S>();
    var own = layer.findModule(candidate.name()).orElseThrow();
    var providers = ServiceLoader.load(layer, service).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return found;
        }
        var provider = providers.next();
        if (provider.type().getModule() != own) {
          continue;
        }
        var instance = provider.get();
        var wrong = objection.apply(instance);
        if (wrong.isPresent()) {
          trouble(candidate, wrong.get());
        } else {
          found.add(instance);
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        var cause =
            e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
        trouble(candidate, "cannot be loaded (" + Candidate.line(cause) + ")");
      }
    }
  }

  private void trouble(Candidate candidate, String line) {
    troubles.add(new Trouble(candidate, line));
  }

  /// What is wrong with a jar.
  private record Trouble(Candidate candidate, String line) {}

  /// Exactly these modules.
  private record Fixed(List<Candidate> candidates) implements ModuleFinder {
    @Override
    public Optional<ModuleReference> find(String name) {
      return candidates.stream()
          .filter(candidate -> candidate.name().equals(name))
          .map(Candidate::reference)
          .findFirst();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return candidates.stream().map(Candidate::reference).collect(Collectors.toSet());
    }
  }
}
