package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Where statements come from: what a family adds to generated programs.
public interface StatementSource {

  /// What it can add to programs of a template: nothing where the template lacks what it needs.
  List<Offer> offers(Template template);

  /// A statement that settles one thing owed which is not in `kept`, if it knows how. It is asked
  /// at the end of every body, until nothing is left.
  default Optional<Statement> settle(Scene scene, int id, Content what) {
    return Optional.empty();
  }

  /// One kind of statement.
  ///
  /// @param kind its name, as [Statement#kind] gives it
  /// @param weight how often, compared with others; 10 is usual
  record Offer(String kind, int weight, Writer writer) {
    public Offer {
      if (weight <= 0) {
        throw new IllegalArgumentException("'%s' has weight %d".formatted(kind, weight));
      }
    }
  }

  /// Makes one statement.
  @FunctionalInterface
  interface Writer {
    /// A statement that fits here, if there is one; then the scene's world is the one behind it. If
    /// there is none, the world must be as it was.
    Optional<Statement> write(Scene scene);
  }

  /// Those that are installed as services.
  static List<StatementSource> installed() {
    var sources = new ArrayList<StatementSource>();
    ServiceLoader.load(StatementSource.class).forEach(sources::add);
    return List.copyOf(sources);
  }
}
