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

  private Generated() {}

  /// The programs that lend their types, maps and functions.
  public static List<Template> templates(Engine engine) {
    try (var in = Generated.class.getResourceAsStream(OBJECT)) {
      if (in == null) {
        throw new IllegalStateException(OBJECT + " is missing");
      }
      var object = engine.load(OBJECT, in.readAllBytes());
      return object.programs().stream().map(p -> Template.of(object, p.name())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the shipped families add.
  public static List<StatementSource> sources() {
    return List.of(new MapStatements(), new PacketStatements(), new ListStatements());
  }

  /// A generator for each template.
  public static List<Generator> generators(Engine engine) {
    return templates(engine).stream().map(t -> Generator.of(t, sources())).toList();
  }
}
