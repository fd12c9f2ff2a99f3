package mortise.verifier.rulebook;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.Invocation;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.runtime.Implementation;

/// A function as it is verified and run: all that its family declared, with what subscribers to its
/// events added.
///
/// @param helper its number, or -1 for a kernel function, which is called by name
/// @param entry what is required before any argument is looked at
/// @param steps what is checked, in order
/// @param effects the function's own effects, then those of subscribers
/// @param callback how it calls back, and after which of the effects
/// @param outcomes its possible answers; empty if `result` is the only one
/// @param movements where the runtime half puts things and takes them from
/// @param programKinds who may call it; empty: everybody
/// @param takesPackets whether memory passed to it may lie in the packet
/// @param refusesNull whether no pointer may be null that does not say so
public record FunctionPlan(
    String name,
    int helper,
    FamilyInfo family,
    List<Parameter> parameters,
    List<Step.Demand> entry,
    List<Step> steps,
    List<Effects> effects,
    Optional<Callback> callback,
    Result result,
    List<Outcome> outcomes,
    List<Announcement> announcements,
    List<Movement> movements,
    Set<SectionKind> allowedIn,
    Set<String> programKinds,
    boolean gplOnly,
    boolean takesPackets,
    boolean refusesNull,
    boolean sleeps,
    String prototype,
    String documentation,
    Optional<Implementation> implementation) {
  public FunctionPlan {
    parameters = List.copyOf(parameters);
    entry = List.copyOf(entry);
    steps = List.copyOf(steps);
    effects = List.copyOf(effects);
    outcomes = List.copyOf(outcomes);
    announcements = List.copyOf(announcements);
    movements = List.copyOf(movements);
    allowedIn = Set.copyOf(allowedIn);
    programKinds = Set.copyOf(programKinds);
  }

  /// Stands for the function where conditions are asked that no call asks.
  public static FunctionPlan named(String name) {
    return new FunctionPlan(
        name,
        -1,
        FamilyInfo.of("core", "core", "0", "[0,1)"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Result.nothing(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        false,
        false,
        "",
        "",
        Optional.empty());
  }

  public boolean isHelper() {
    return helper >= 0;
  }

  /// How messages call the parameter with that index: `R1` for helpers, `arg#0` for others.
  public String argumentName(int index) {
    return isHelper() ? "R" + (index + 1) : "arg#" + index;
  }

  /// How the function calls back, if it does.
  public Optional<Invocation> invocation() {
    return callback.map(Callback::invocation);
  }

  /// Whether the function calls back as often or as late as that.
  public boolean callsBack(Invocation.Repetition repetition) {
    return invocation().filter(i -> i.repetition() == repetition).isPresent();
  }

  /// Whether the program may go on elsewhere, for good, and not come back from the call.
  public boolean mayEnd() {
    for (var group : effects) {
      for (var effect : group.effects()) {
        if (effect instanceof Effect.MayEnd) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether the program may come round again with one of its answers.
  public boolean repeats() {
    return outcomes.stream().anyMatch(Outcome::repeats);
  }

  @Override
  public String toString() {
    return name;
  }
}
