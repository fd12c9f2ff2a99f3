package mortise.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import mortise.object.HostBtf;
import mortise.runtime.ghost.Sight;
import mortise.spi.EventKind;
import mortise.spi.FieldKind;
import mortise.spi.TypeView;

/// What an [Instance] is made of: programs of one object, the maps that they share.
///
/// @param programs the first is the one that [Instance#run] runs unless told otherwise
/// @param localTypes the structs of the object's BTF by id
/// @param watching whether there is a ghost heap ([mortise.runtime.ghost]), and what for; it is
///   slow
/// @param listeners who is told of which events
/// @param sights what a pointer field led to may be looked at, by its kind, until the last section
///   of one of the kinds named is left; for kinds that are missing here, until the run ends
/// @param host the types of the host's objects
/// @param counting whether atomic operations are counted; not where there is a ghost heap
public record InstanceSpec(
    List<RunnableProgram> programs,
    List<BoundMap> maps,
    LongFunction<Optional<TypeView>> localTypes,
    Limits limits,
    Optional<Watching> watching,
    Map<EventKind, Listeners> listeners,
    Map<FieldKind, Sight> sights,
    boolean counting,
    HostBtf host) {
  public InstanceSpec {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
    listeners = Map.copyOf(listeners);
    sights = Map.copyOf(sights);
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("an instance without programs");
    }
  }

  /// One whose runs nobody watches, without events.
  public InstanceSpec(
      List<RunnableProgram> programs,
      List<BoundMap> maps,
      LongFunction<Optional<TypeView>> localTypes,
      Limits limits) {
    this(
        programs,
        maps,
        localTypes,
        limits,
        Optional.empty(),
        Map.of(),
        Map.of(),
        false,
        HostBtf.NONE);
  }

  /// The same, for a host with these types.
  public InstanceSpec on(HostBtf value) {
    return new InstanceSpec(
        programs, maps, localTypes, limits, watching, listeners, sights, counting, value);
  }

  public InstanceSpec withLimits(Limits value) {
    return new InstanceSpec(
        programs, maps, localTypes, value, watching, listeners, sights, counting, host);
  }

  /// The same, whose events are told.
  public InstanceSpec telling(Map<EventKind, Listeners> value) {
    return new InstanceSpec(
        programs, maps, localTypes, limits, watching, value, sights, counting, host);
  }

  /// The same, of which it is known how long what pointer fields led to may be looked at.
  public InstanceSpec seeing(Map<FieldKind, Sight> value) {
    return new InstanceSpec(
        programs, maps, localTypes, limits, watching, listeners, value, counting, host);
  }

  /// The same with a ghost heap.
  public InstanceSpec watched() {
    return watched(Watching.DEFAULT);
  }

  /// The same with a ghost heap.
  public InstanceSpec watched(Watching value) {
    return new InstanceSpec(
        programs, maps, localTypes, limits, Optional.of(value), listeners, sights, counting, host);
  }

  /// The same without a ghost heap.
  public InstanceSpec unwatched() {
    return new InstanceSpec(
        programs, maps, localTypes, limits, Optional.empty(), listeners, sights, counting, host);
  }

  /// The same with atomic operations counted ([RunResult#atomics]).
  public InstanceSpec counted() {
    return new InstanceSpec(
        programs, maps, localTypes, limits, watching, listeners, sights, true, host);
  }
}
