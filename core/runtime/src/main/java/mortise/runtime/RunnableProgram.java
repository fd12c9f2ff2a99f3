package mortise.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.object.Program;
import mortise.spi.ContextField;
import mortise.spi.runtime.ContextFactory;

/// A program with everything outside of it bound. Made from verified programs only: what runs is
/// checked for memory accesses, not for anything else.
///
/// @param calls by slot of the call instruction; a call without a binding ends the run that reaches
///   it
/// @param contextFields the layout of the context, of which only the packet fields matter
/// @param contextReach how many bytes the context must have
/// @param symbols the values of externs; a weak one that is absent is 0
/// @param probes slots of loads that give 0 where there is nothing
/// @param sleepable whether it may sleep; a run of any other is a reader from start to end
/// @param handler the first slot of the subprogram that is called when a run ends before its time
public record RunnableProgram(
    Program program,
    Map<Integer, BoundCall> calls,
    List<ContextField> contextFields,
    ContextFactory contextFactory,
    int contextReach,
    Map<String, Long> symbols,
    boolean sleepable,
    Optional<Integer> handler,
    Set<Integer> probes) {
  public RunnableProgram {
    probes = Set.copyOf(probes);
    calls = Map.copyOf(calls);
    contextFields = List.copyOf(contextFields);
    symbols = Map.copyOf(symbols);
  }

  /// One whose loads all find something.
  public RunnableProgram(
      Program program,
      Map<Integer, BoundCall> calls,
      List<ContextField> contextFields,
      ContextFactory contextFactory,
      int contextReach,
      Map<String, Long> symbols,
      boolean sleepable,
      Optional<Integer> handler) {
    this(
        program,
        calls,
        contextFields,
        contextFactory,
        contextReach,
        symbols,
        sleepable,
        handler,
        Set.of());
  }

  /// One that cannot sleep, and runs on any context.
  public RunnableProgram(
      Program program,
      Map<Integer, BoundCall> calls,
      List<ContextField> contextFields,
      ContextFactory contextFactory,
      Map<String, Long> symbols) {
    this(
        program,
        calls,
        contextFields,
        contextFactory,
        0,
        symbols,
        false,
        Optional.empty(),
        Set.of());
  }

  public String name() {
    return program.name();
  }
}
