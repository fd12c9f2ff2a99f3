package mortise.engine;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import mortise.object.HostBtf;
import mortise.object.Program;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Policy;
import mortise.spi.Rule;
import mortise.verifier.rulebook.RuleBook;

/// The door to everything: one semantics, under which objects are loaded, verified and run.
///
/// ```java
/// var engine = Engine.of(Semantics.named("linux"));
/// var object = engine.load(Path.of("queue.bpf.o"));
/// switch (object.program("enqueue").orElseThrow().verify()) {
///   case Verdict.Accepted ok -> {
///     try (var instance = ok.instantiate()) { … }
///   }
///   case Verdict.Rejected no -> no.diagnostics().forEach(d -> System.err.println(d.render()));
///   case Verdict.Undecided limit -> …
/// }
/// ```
///
/// Engines are immutable and safe to use from many threads. A plugin that comes or goes makes
/// another engine; this one keeps what it has.
public final class Engine {
  private final Semantics semantics;
  private final RuleBook rules;
  private final ObjectFactory objects;
  private final Catalogue catalogue;

  @Inject
  Engine(Semantics semantics, RuleBook rules, ObjectFactory objects, Catalogue catalogue) {
    this.semantics = semantics;
    this.rules = rules;
    this.objects = objects;
    this.catalogue = catalogue;
  }

  /// An engine with the families that are installed as services.
  ///
  /// @throws SemanticsProblem if the semantics cannot be put together
  public static Engine of(Semantics semantics) {
    var families = new ArrayList<HelperFamily>();
    ServiceLoader.load(HelperFamily.class).forEach(families::add);
    return of(semantics, families);
  }

  /// An engine with the families given; those of other semantics are passed over, and so are all
  /// versions of a family but the newest that works ([#problems] says which).
  ///
  /// @throws SemanticsProblem if the semantics cannot be put together
  public static Engine of(Semantics semantics, List<? extends HelperFamily> families) {
    var rules = EngineModule.assemble(semantics, families);
    return DaggerEngineComponent.factory().create(canonical(semantics, rules), rules).engine();
  }

  /// The same for a host (a kernel) with these types; otherwise it is the one that runs. They are
  /// read only if a program has to do with objects or functions of the host's.
  public Engine on(HostBtf host) {
    return new Engine(semantics, rules, objects.on(host), catalogue);
  }

  private static Semantics canonical(Semantics semantics, RuleBook rules) {
    var policies = new TreeMap<>(semantics.policies());
    policies.replaceAll((name, written) -> rules.choices().getOrDefault(name, written));
    return new Semantics(semantics.name(), policies, semantics.without());
  }

  /// What was asked for; sets are written in the order of their elements.
  public Semantics semantics() {
    return semantics;
  }

  /// All policies of the semantics by name, each with what it is.
  public List<PolicyChoice> policies() {
    return rules.policies().values().stream()
        .sorted(Comparator.comparing(Policy::name))
        .map(policy -> new PolicyChoice(policy, choice(policy)))
        .toList();
  }

  /// This semantics, and each that differs from it in one policy and does not contradict itself.
  public List<Semantics> neighbours() {
    var all = new ArrayList<Semantics>();
    all.add(semantics);
    for (var one : policies()) {
      for (var spelling : one.policy().spellings()) {
        var choices = new TreeMap<>(rules.choices());
        choices.put(one.policy().name(), spelling);
        if (!spelling.equals(one.value())
            && rules.conflicts().stream().noneMatch(conflict -> conflict.holds(choices))) {
          all.add(semantics.with(one.policy().name(), spelling));
        }
      }
    }
    return all;
  }

  private String choice(Policy policy) {
    return rules.choices().getOrDefault(policy.name(), policy.defaultValue());
  }

  /// The semantics of this name for all combinations of policies that do not contradict each other,
  /// the same rules switched off; each says what all of its policies are.
  public List<Semantics> combinations() {
    var all = new ArrayList<Map<String, String>>();
    all.add(Map.of());
    for (var one : policies()) {
      for (var before : List.copyOf(all)) {
        all.removeFirst();
        for (var spelling : one.policy().spellings()) {
          var more = new TreeMap<>(before);
          more.put(one.policy().name(), spelling);
          all.addLast(more);
        }
      }
    }
    return all.stream()
        .filter(choices -> rules.conflicts().stream().noneMatch(one -> one.holds(choices)))
        .map(choices -> new Semantics(semantics.name(), choices, semantics.without()))
        .toList();
  }

  /// Reads an object file.
  ///
  /// @throws mortise.object.ObjectFormatException if it cannot be read, or is not a BPF object
  public LoadedObject load(Path file) {
    return objects.of(file);
  }

  /// Reads an object from memory; `name` is for messages.
  ///
  /// @throws mortise.object.ObjectFormatException if it is not a BPF object
  public LoadedObject load(String name, byte[] bytes) {
    return objects.of(name, bytes);
  }

  /// A program that belongs to no object, ready to be verified.
  public LoadedProgram load(Program program) {
    return objects.of(program);
  }

  /// The families that take part.
  public List<FamilyInfo> families() {
    return rules.families();
  }

  /// What was left out of the semantics and why, a line each.
  public List<String> problems() {
    return rules.problems();
  }

  /// A family's functions, fields, sections and rules as text.
  public Optional<String> describe(String family) {
    return catalogue.describe(family);
  }

  /// A C header with everything that the families declare.
  public String header() {
    return Header.of(List.of(rules));
  }

  /// As [#header()], with everything that at least one of several engines has: programs for all
  /// policies of a semantics can be compiled against it.
  public static String header(List<Engine> engines) {
    return Header.of(engines.stream().map(engine -> engine.rules).toList());
  }

  /// All that the families declared, ready for lookup; for [mortise.engine.compare].
  public RuleBook rulebook() {
    return rules;
  }

  /// A rule by its id; the core's rules too.
  public Optional<Rule> rule(String id) {
    return catalogue.rule(id);
  }

  /// All rules, by id.
  public List<Rule> rules() {
    return catalogue.rules();
  }
}
