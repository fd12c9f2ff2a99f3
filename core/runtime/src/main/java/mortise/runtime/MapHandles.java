package mortise.runtime;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import mortise.runtime.memory.AddressSpace;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.PlainType;
import mortise.runtime.memory.Site;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;

/// Addresses that stand for maps. They are allocations of no bytes.
final class MapHandles {
  private final AddressSpace space;
  private final IdentityHashMap<MapInstance, Long> known = new IdentityHashMap<>();

  MapHandles(AddressSpace space) {
    this.space = space;
  }

  /// @throws MemoryFault if there is no map
  MapInstance at(long address) {
    var allocation = space.atOrNull(address);
    if (allocation != null
        && allocation.start() == address
        && allocation.payload() instanceof MapInstance map) {
      return map;
    }
    throw new MemoryFault(address, "there is no map at address 0x" + Long.toHexString(address));
  }

  /// The map that the value at that address is in, of those that programs have the address of.
  Optional<MapInstance> holding(long value) {
    var allocation = space.atOrNull(value);
    if (allocation == null) {
      return Optional.empty();
    }
    List<MapInstance> maps;
    synchronized (known) {
      maps = List.copyOf(known.keySet());
    }
    return maps.stream()
        .filter(map -> map.spec().value().equals(allocation.type()))
        .filter(map -> map.entries().stream().anyMatch(e -> e.value() == allocation.start()))
        .findFirst();
  }

  /// The address that stands for the map.
  ///
  /// @throws NotRunnableException if there is no memory
  long of(MapInstance map) {
    synchronized (known) {
      var handle = known.get(map);
      if (handle != null) {
        return handle;
      }
      var type = new PlainType("map " + map.spec().name(), 0);
      var allocation = space.allocate(0, type, Allocation.Kind.MACHINE, Site.MACHINE, map);
      if (allocation == null) {
        throw RuntimeMachine.shortage(space, type);
      }
      known.put(map, allocation.start());
      return allocation.start();
    }
  }
}
