package mortise.runtime.ghost;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import org.jspecify.annotations.Nullable;

/// All allocations, and for some time those that were freed. Guarded by the heap's lock.
///
/// Every allocation has the upper half of its addresses to itself.
final class Things {
  private static final int REMEMBERED = 1 << 16;
  private static final int TYPES = 4096;
  private static final SpecialField[] NONE = {};

  private final Map<Long, Thing> byRegion = new HashMap<>();
  private final ArrayDeque<Thing> freed = new ArrayDeque<>();
  private final Map<TypeView, SpecialField[]> fields = new IdentityHashMap<>();

  /// Those whose insides are looked at in a check of the whole heap.
  final Set<Thing> inspected = new LinkedHashSet<>();

  /// What pointer fields hold, by the address of the pointer.
  final Map<Long, Thing> inFields = new HashMap<>();

  Thing add(long start, long size, TypeView type, boolean object, Spot spot) {
    var thing = new Thing(start, size, type, object, spot, fieldsOf(type));
    for (var field : thing.fields()) {
      if (Container.isContainer(field.kind())) {
        thing.containers.add(new Container(thing, field));
      }
    }
    if (!thing.containers.isEmpty() || thing.counter().isPresent()) {
      inspected.add(thing);
    }
    byRegion.put(start >>> 32, thing);
    return thing;
  }

  private SpecialField[] fieldsOf(TypeView type) {
    if (type.fields().isEmpty()) {
      return NONE;
    }
    if (fields.size() > TYPES) {
      fields.clear();
    }
    return fields.computeIfAbsent(
        type,
        fresh -> {
          var sorted = fresh.fields().toArray(SpecialField[]::new);
          java.util.Arrays.sort(sorted, Comparator.comparingInt(SpecialField::offset));
          return sorted;
        });
  }

  /// The thing that an address belongs to, freed or not; it may still be beyond the thing's end.
  @Nullable Thing near(long address) {
    return byRegion.get(address >>> 32);
  }

  /// The live thing that contains the address.
  @Nullable Thing at(long address) {
    var thing = byRegion.get(address >>> 32);
    return thing != null && thing.state != Thing.State.FREED && thing.contains(address)
        ? thing
        : null;
  }

  @Nullable Container containerAt(long address) {
    var thing = at(address);
    return thing == null ? null : thing.containerAt(address);
  }

  /// The address of the pointer in the pointer field at `address`, 0 if there is none.
  long pointerAt(long address) {
    var thing = at(address);
    var field = thing == null ? null : thing.fieldAt(address);
    return field != null && field.kind().shape().orElse(null) instanceof Shape.Pointer shape
        ? address + shape.offset()
        : 0;
  }

  void freed(Thing thing) {
    inspected.remove(thing);
    freed.add(thing);
    if (freed.size() > REMEMBERED) {
      var oldest = freed.remove();
      byRegion.remove(oldest.start >>> 32, oldest);
    }
  }

  void forget(long start) {
    byRegion.remove(start >>> 32);
  }

  Iterable<Thing> all() {
    return byRegion.values();
  }

  /// From now on nothing lies in the containers and fields of the thing.
  void empty(Thing thing) {
    for (var container : thing.containers) {
      for (long node : container.nodes.toList()) {
        var element = near(node);
        if (element != null) {
          element.holders.remove(container);
        }
      }
      container.clear();
    }
    for (var field : thing.fields()) {
      if (field.kind().shape().orElse(null) instanceof Shape.Pointer shape) {
        hold(thing.start + field.offset() + shape.offset(), null);
      }
    }
  }

  /// Nothing holds the thing any more.
  void release(Thing thing) {
    for (var container : thing.holders) {
      container.remove(container.nodeIn(thing));
    }
    thing.holders.clear();
    thing.fieldsAt.forEach(inFields::remove);
    thing.fieldsAt.clear();
  }

  /// The pointer at `address` leads to `value` now; gives what it led to.
  @Nullable Thing hold(long address, @Nullable Thing value) {
    var was = inFields.remove(address);
    if (was != null) {
      was.fieldsAt.remove(address);
    }
    if (value != null) {
      inFields.put(address, value);
      value.fieldsAt.add(address);
    }
    return was;
  }
}
