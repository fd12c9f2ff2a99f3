package mortise.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mortise.engine.Engine;
import mortise.engine.PolicyChoice;
import mortise.engine.Semantics;
import mortise.engine.SemanticsProblem;
import mortise.object.HostBtf;
import mortise.object.ObjectFormatException;
import mortise.object.Program;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Rule;

/// The engine behind the commands' gateway.
final class EngineAdapter implements EngineGateway {
  private final Engine engine;
  private final List<HelperFamily> families;
  private final HostBtf host;

  private EngineAdapter(Engine engine, List<HelperFamily> families, HostBtf host) {
    this.engine = engine;
    this.families = families;
    this.host = host;
  }

  static EngineGateway open(Choice choice) throws InputProblem {
    try {
      var semantics =
          new Semantics(choice.name(), choice.policies(), new TreeSet<>(choice.without()));
      var host = choice.btf().map(HostBtf::of).orElseGet(HostBtf::running);
      return new EngineAdapter(
          Engine.of(semantics, choice.families()).on(host), choice.families(), host);
    } catch (SemanticsProblem e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String semantics() {
    var families =
        engine.families().stream().map(info -> info.id() + " " + info.version()).sorted().toList();
    return new Semantics(engine.semantics().name(), engine.semantics().policies())
        + " ("
        + (families.isEmpty() ? "no families" : String.join(", ", families))
        + ")"
        + (engine.semantics().without().isEmpty()
            ? ""
            : " without " + String.join(", ", engine.semantics().without()))
        // Read only where a program made it necessary.
        + (host.isKnown() ? ", kernel types " + host.identity() : "");
  }

  @Override
  public List<String> problems() {
    return engine.problems();
  }

  @Override
  public LoadedObject load(Path file) throws InputProblem {
    try {
      var object = engine.load(file);
      boolean rulesOff = !engine.semantics().without().isEmpty();
      var programs =
          object.programs().stream()
              .map(p -> new ProgramAdapter(file.toString(), p, rulesOff))
              .toList();
      return () -> programs;
    } catch (ObjectFormatException e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public LoadedProgram load(Program program) {
    boolean rulesOff = !engine.semantics().without().isEmpty();
    return new ProgramAdapter(program.name(), engine.load(program), rulesOff);
  }

  @Override
  public Explorable explorable(Path file) throws InputProblem {
    return ExplorableAdapter.of(engine, file);
  }

  @Override
  public Comparing against(EngineGateway other) {
    if (!(other instanceof EngineAdapter adapter)) {
      throw new IllegalArgumentException("a gateway to another engine: " + other.semantics());
    }
    return new ComparingAdapter(engine, adapter.engine);
  }

  @Override
  public List<FamilyInfo> families() {
    return engine.families();
  }

  @Override
  public List<PolicyChoice> policies() {
    return engine.policies();
  }

  @Override
  public Optional<String> describe(String family) {
    return engine.describe(family);
  }

  @Override
  public String header() {
    if (!engine.semantics().policies().isEmpty()) {
      return engine.header();
    }
    return Engine.header(
        engine.neighbours().stream().map(one -> Engine.of(one, families)).toList());
  }

  @Override
  public Optional<Rule> rule(String id) {
    return engine.rule(id);
  }
}
