package mortise.tests;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.plugin.allocator.ProposalAllocator;
import mortise.plugin.callback.ProposalCallback;
import mortise.plugin.iterator.ProposalIterator;
import mortise.plugin.kptr.ProposalKptr;
import mortise.plugin.list.ProposalList;
import mortise.plugin.lock.ProposalLock;
import mortise.plugin.map.ProposalGeneral;
import mortise.plugin.map.ProposalMap;
import mortise.plugin.net.ProposalNet;
import mortise.plugin.owner.ProposalOwner;
import mortise.plugin.rbtree.ProposalRbtree;
import mortise.plugin.rcu.ProposalRcu;
import mortise.plugin.refcount.ProposalRefcount;
import mortise.spi.HelperFamily;
import mortise.spi.Rule;
import mortise.testkit.Expected;

/// A semantics with the example programs written for it.
///
/// @param folder where its tables lie, and most of its programs
/// @param folders all folders with its programs
/// @param variations choices of policies that together bring all rules
record Suite(
    String semantics,
    Path folder,
    List<Path> folders,
    List<HelperFamily> families,
    List<Map<String, String>> variations) {
  static final Suite LINUX =
      new Suite(
          "linux", Product.EXAMPLES, Product.folders(), Product.families(), List.of(Map.of()));

  static final Suite PROPOSAL = proposal(Product.EXAMPLES.resolve("proposal"));

  /// What an engine is made of.
  private record Recipe(Semantics semantics, List<HelperFamily> families) {}

  private static final Map<Recipe, Engine> ENGINES = new ConcurrentHashMap<>();

  private static Suite proposal(Path folder) {
    return new Suite(
        "proposal",
        folder,
        List.of(folder, folder.resolve("types")),
        List.of(
            new ProposalLock(),
            new ProposalAllocator(),
            new ProposalList(),
            new ProposalRbtree(),
            new ProposalRefcount(),
            new ProposalOwner(),
            new ProposalKptr(),
            new ProposalRcu(),
            new ProposalCallback(),
            new ProposalIterator(),
            new ProposalMap(),
            new ProposalGeneral(),
            new ProposalNet()),
        List.of(
            Map.of(),
            Map.of("unknown-nodes", "owner+claim"),
            Map.of("unknown-nodes", "owner+node-lock"),
            Map.of("reclaim", "destructor"),
            Map.of("refcount", "helper")));
  }

  /// The programs in a folder, for this suite's families and one more.
  Suite with(HelperFamily family, Path programs) {
    return new Suite(
        semantics,
        programs,
        List.of(programs),
        Stream.concat(families.stream(), Stream.of(family)).toList(),
        variations);
  }

  static List<Suite> all() {
    return List.of(LINUX, PROPOSAL);
  }

  /// The engine with these policies, the others at their defaults, and these rules off.
  Engine engine(Map<String, String> policies, Collection<String> off) {
    var wanted = Semantics.named(semantics);
    for (var policy : policies.entrySet()) {
      wanted = wanted.with(policy.getKey(), policy.getValue());
    }
    for (var rule : off) {
      wanted = wanted.without(rule);
    }
    return off.isEmpty()
        ? ENGINES.computeIfAbsent(
            new Recipe(wanted, families),
            one -> Engine.of(one.semantics(), one.families()).on(Product.KERNEL))
        : Engine.of(wanted, families).on(Product.KERNEL);
  }

  /// With all rules, every policy at its default.
  Engine engine() {
    return engine(Map.of(), List.of());
  }

  Stream<Path> objects() {
    return folders.stream().flatMap(Expected::objects);
  }

  /// How the tables name the file.
  String name(Path file) {
    return folder.relativize(file).toString();
  }

  /// All programs, each under the policies that its tags ask for.
  Stream<Example> programs() {
    return objects().flatMap(this::programs);
  }

  Stream<Example> programs(Path file) {
    return engine().load(file).programs().stream()
        .map(
            program ->
                new Example(
                    this, file, program.name(), program.program().expectations().policies()));
  }

  Example example(Path file, String program) {
    return programs(file)
        .filter(one -> one.program().equals(program))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(file + " has no program " + program));
  }

  /// All rules under any choice of policies, by id.
  private List<Rule> rules() {
    var rules = new TreeMap<String, Rule>();
    for (var policies : variations) {
      engine(policies, List.of()).rules().forEach(rule -> rules.put(rule.id(), rule));
    }
    return rules.values().stream().sorted(Comparator.comparing(Rule::id)).toList();
  }

  /// The rules of this suite's table: for linux all, else what is not the core's, or linux's.
  List<Rule> own() {
    if (semantics.equals(LINUX.semantics())) {
      return rules();
    }
    var others = Collections.newSetFromMap(new IdentityHashMap<Rule, Boolean>());
    others.addAll(LINUX.rules());
    return rules().stream().filter(rule -> !others.contains(rule)).toList();
  }

  /// A choice of policies under which there is such a rule.
  Map<String, String> bringing(String rule) {
    return variations.stream()
        .filter(policies -> engine(policies, List.of()).rule(rule).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rule " + rule));
  }

  /// A program of the examples.
  ///
  /// @param policies those that its tags ask for
  record Example(Suite suite, Path file, String program, Map<String, String> policies) {
    LoadedProgram load() {
      return load(List.of());
    }

    LoadedProgram load(Collection<String> off) {
      return object(off).program(program).orElseThrow();
    }

    LoadedObject object(Collection<String> off) {
      return suite.engine(policies, off).load(file);
    }

    @Override
    public String toString() {
      return suite.name(file) + " " + program;
    }
  }
}
