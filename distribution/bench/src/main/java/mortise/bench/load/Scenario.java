package mortise.bench.load;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import mortise.runtime.Instance;
import mortise.spi.runtime.ContextFactory.Input;

/// An example object, and what threads do with its programs.
///
/// @param name what it is asked for by
/// @param object its file among the examples
/// @param policies those of the semantics that are not at their defaults
/// @param cast who takes part, for a number of threads; fresh counts each time
public record Scenario(
    String name,
    String semantics,
    Map<String, String> policies,
    String object,
    IntFunction<Cast> cast) {
  /// With all policies at their defaults.
  public Scenario(String name, String semantics, String object, IntFunction<Cast> cast) {
    this(name, semantics, Map.of(), object, cast);
  }

  /// What one thread does: it runs one program again and again. Used by that thread alone, and by
  /// nobody else before all are over.
  public interface Role {
    String program();

    /// What the next run works on.
    Input input();

    /// What the run gave: R0 as a signed number of 32 bits.
    void answered(int answer);
  }

  /// Those who take part.
  public interface Cast {
    /// One role a thread.
    List<Role> roles();

    /// What is wrong once all have stopped, in words; the programs may still be run.
    List<String> wrong(Remains remains);
  }

  /// The instance once all threads have stopped.
  public interface Remains {
    Instance instance();

    int run(String program, Input input);
  }
}
