package mortise.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import mortise.spi.TypeView;

/// What an [Instance] is made of: programs of one object, the maps that they share.
///
/// @param programs the first is the one that [Instance#run] runs unless told otherwise
/// @param localTypes the structs of the object's BTF by id
/// @param watching whether there is a ghost heap ([mortise.runtime.ghost]), and what for; it is
///   slow
public record InstanceSpec(
    List<RunnableProgram> programs,
    List<BoundMap> maps,
    LongFunction<Optional<TypeView>> localTypes,
    Limits limits,
    Optional<Watching> watching) {
  public InstanceSpec {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("an instance without programs");
    }
  }

  /// One whose runs nobody watches.
  public InstanceSpec(
      List<RunnableProgram> programs,
      List<BoundMap> maps,
      LongFunction<Optional<TypeView>> localTypes,
      Limits limits) {
    this(programs, maps, localTypes, limits, Optional.empty());
  }

  public InstanceSpec withLimits(Limits value) {
    return new InstanceSpec(programs, maps, localTypes, value, watching);
  }

  /// The same with a ghost heap.
  public InstanceSpec watched() {
    return watched(Watching.DEFAULT);
  }

  /// The same with a ghost heap.
  public InstanceSpec watched(Watching value) {
    return new InstanceSpec(programs, maps, localTypes, limits, Optional.of(value));
  }
}
