package mortise.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.BpfMap;
import mortise.object.ImmediateValue;
import mortise.spi.runtime.MapFactory.Spec;
import mortise.spi.runtime.MapInstance;

/// The maps of one instance.
final class InstanceMaps implements CodeBuilder.Addresses, AutoCloseable {
  private final RuntimeMachine machine;
  private final Map<BpfMap, MapInstance> instances = new LinkedHashMap<>();

  InstanceMaps(RuntimeMachine machine, List<BoundMap> maps) {
    this.machine = machine;
    for (var bound : maps) {
      instances.put(bound.map(), create(bound, spec(bound, maps)));
    }
    for (var bound : maps) {
      if (bound.holdsMaps()) {
        putInnerMaps(bound.map());
      }
    }
  }

  private static Spec spec(BoundMap bound, List<BoundMap> all) {
    var map = bound.map();
    var inner =
        all.stream()
            .filter(other -> map.definition().inner().filter(other.map()::equals).isPresent())
            .findFirst();
    return new Spec(
        map.name(),
        map.type().id(),
        map.keySize(),
        map.valueSize(),
        map.maxEntries(),
        map.definition().flags(),
        bound.value(),
        bound.struct(),
        inner.map(one -> spec(one, all)));
  }

  private MapInstance create(BoundMap bound, Spec spec) {
    var map = bound.map();
    try {
      if (bound.factory().isPresent()) {
        return bound.factory().get().create(machine, spec);
      }
      if (map.isGlobalData()) {
        return new GlobalData(machine, map, spec);
      }
    } catch (NotRunnableException e) {
      throw new NotRunnableException("map '%s': %s".formatted(map.name(), e.getMessage()));
    }
    throw new NotRunnableException(
        "map '%s': maps of type %s have no runtime half".formatted(map.name(), map.type().label()));
  }

  private void putInnerMaps(BpfMap outer) {
    for (var slot : outer.definition().slots()) {
      var inner = named(slot.name());
      if (slot.program() || inner.isEmpty()) {
        throw new NotRunnableException(
            "map '%s': '%s', which is to be put into it, is no map of the object"
                .formatted(outer.name(), slot.name()));
      }
      long key = machine.scratch("initialiser", 16);
      machine.store(key, slot.index());
      machine.store(key + 8, machine.addressOf(inner.get()));
      int error = of(outer).update(key, key + 8, 0);
      machine.discard(key);
      if (error != 0) {
        throw new NotRunnableException(
            "map '%s': '%s' cannot be put at index %d (error %d)"
                .formatted(outer.name(), slot.name(), slot.index(), error));
      }
    }
  }

  private MapInstance of(BpfMap map) {
    var instance = instances.get(map);
    if (instance == null) {
      throw new IllegalArgumentException("map '%s' is not bound".formatted(map.name()));
    }
    return instance;
  }

  Optional<MapInstance> named(String name) {
    return instances.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public long map(ImmediateValue.MapAddress value) {
    return machine.addressOf(of(value.map()));
  }

  @Override
  public long mapValue(ImmediateValue.MapValueAddress value) {
    long key = machine.scratch("key", 8);
    long first = of(value.map()).lookup(key);
    machine.discard(key);
    if (first == 0) {
      throw new NotRunnableException(
          "map '%s': has no value whose address a program could name"
              .formatted(value.map().name()));
    }
    return first + value.offset();
  }

  /// Lets go of what ends with the maps' last users.
  void release() {
    machine.mapsReleased();
    for (var instance : instances.values()) {
      var type = instance.spec().value();
      if (type.fields().stream()
          .anyMatch(f -> f.element().filter(RuntimeMachine::endsByProgram).isPresent())) {
        instance.entries().forEach(entry -> machine.letGo(entry.value(), type));
      }
    }
  }

  /// Closes all maps, also when one of them fails.
  @Override
  public void close() {
    RuntimeException first = null;
    // In reverse order, so that a map of maps goes before the maps in it.
    for (var instance : new ArrayList<>(instances.values()).reversed()) {
      try {
        instance.close();
      } catch (RuntimeException e) {
        if (first == null && e instanceof Violation) {
          first = e;
        } else if (first == null) {
          first =
              new IllegalStateException(
                  "map '%s' cannot be closed: %s".formatted(instance.spec().name(), e.getMessage()),
                  e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
