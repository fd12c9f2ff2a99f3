package mortise.bench.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import mortise.engine.Engine;
import mortise.testkit.generate.Generator;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;

/// Generated programs of the linux distribution: its templates, and what its families add.
public final class Generated {
  private static final String OBJECT = "template.bpf.o";
  private static final String PROPOSAL = "proposal.bpf.o";

  private Generated() {}

  /// The programs that lend their types, maps and functions.
  public static List<Template> templates(Engine engine) {
    var name = isProposal(engine) ? PROPOSAL : OBJECT;
    try (var in = Generated.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      var object = engine.load(name, in.readAllBytes());
      return object.programs().stream().map(p -> Template.of(object, p.name())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the shipped families add.
  public static List<StatementSource> sources(Engine engine) {
    if (isProposal(engine)) {
      var policies = engine.semantics().policies();
      return List.of(
          new MapStatements(),
          new OwnershipStatements(
              !policies.getOrDefault("refcount", "caller").equals("helper"),
              policies.getOrDefault("unknown-nodes", "owner").contains("claim")));
    }
    return List.of(new MapStatements(), new PacketStatements(), new ListStatements());
  }

  private static boolean isProposal(Engine engine) {
    return engine.semantics().name().equals("proposal");
  }

  /// A generator for each template.
  public static List<Generator> generators(Engine engine) {
    return templates(engine).stream().map(t -> Generator.of(t, sources(engine))).toList();
  }
}
