package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import org.jspecify.annotations.Nullable;

/// All allocations, and those that were freed until their regions are used again. Guarded by the
/// heap's lock.
///
/// Every allocation has the upper half of its addresses to itself: a generation, and a region's
/// number in the lower 24 bits.
final class Things {
  private static final int REGIONS = 0xff_ffff;
  private static final int TYPES = 4096;
  private static final SpecialField[] NONE = {};

  private @Nullable Thing[] byRegion = new @Nullable Thing[64];
  private final IdentityHashMap<TypeView, SpecialField[]> fields = new IdentityHashMap<>();

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
    if (!thing.containers.isEmpty() || thing.counter().isPresent() || hasOwner(thing)) {
      inspected.add(thing);
    }
    int region = region(start);
    if (region >= byRegion.length) {
      byRegion = Arrays.copyOf(byRegion, Math.max(region + 1, byRegion.length * 2));
    }
    byRegion[region] = thing;
    return thing;
  }

  /// The special fields of a new thing are not there yet.
  void raw(Thing thing) {
    thing.constructed = new BitSet();
    thing.containers.clear();
    inspected.remove(thing);
  }

  /// A special field of a raw thing begins to be one.
  void begin(Thing thing, SpecialField field) {
    var constructed = thing.constructed;
    if (constructed == null || constructed.get(field.offset())) {
      return;
    }
    constructed.set(field.offset());
    if (Container.isContainer(field.kind())) {
      thing.containers.add(new Container(thing, field));
      inspected.add(thing);
    }
    if (field.kind().shape().orElse(null) instanceof Shape.Count || isOwner(field)) {
      inspected.add(thing);
    }
  }

  private static boolean hasOwner(Thing thing) {
    for (var field : thing.fields()) {
      if (isOwner(field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOwner(SpecialField field) {
    return field.kind().shape().orElse(null) instanceof Shape.Owner;
  }

  void end(Thing thing, SpecialField field) {
    var constructed = thing.constructed;
    if (constructed != null) {
      constructed.clear(field.offset());
      thing.containers.removeIf(c -> c.field.offset() == field.offset());
    }
  }

  private static int region(long address) {
    return (int) (address >>> 32) & REGIONS;
  }

  /// Whether the number of references to an object is kept at the address.
  boolean isCounter(Thing thing, long address) {
    var field = thing.fieldIn(address, 1);
    return field != null && field.kind().shape().orElse(null) instanceof Shape.Count;
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
          Arrays.sort(sorted, Comparator.comparingInt(SpecialField::offset));
          return sorted;
        });
  }

  /// The thing that an address belongs to, freed or not; it may still be beyond the thing's end.
  @Nullable Thing near(long address) {
    int region = region(address);
    var thing = region < byRegion.length ? byRegion[region] : null;
    return thing != null && (thing.start ^ address) >>> 32 == 0 ? thing : null;
  }

  /// The live thing that contains the address.
  @Nullable Thing at(long address) {
    var thing = near(address);
    return thing != null && thing.state != Thing.State.FREED && thing.contains(address)
        ? thing
        : null;
  }

  /// The thing that an operand of a call leads to: live, or at least when the call began.
  @Nullable Thing operand(PendingCall call, int operand, long result) {
    var led = call.led(operand);
    if (led != null) {
      return led;
    }
    long address = call.value(operand, result);
    return address == 0 ? null : at(address);
  }

  /// As [#operand], and also what was freed before the call began, if nothing else is there.
  @Nullable Thing operandOrFreed(PendingCall call, int operand, long result) {
    var led = call.led(operand);
    if (led != null) {
      return led;
    }
    long address = call.value(operand, result);
    return address == 0 ? null : near(address);
  }

  @Nullable Container containerAt(long address) {
    var thing = at(address);
    return thing == null ? null : thing.containerAt(address);
  }

  /// Whether there is a pointer field at the address.
  boolean isPointerField(long address) {
    var thing = at(address);
    var field = thing == null ? null : thing.fieldAt(address);
    return field != null && field.kind().shape().orElse(null) instanceof Shape.Pointer;
  }

  /// Whether the pointer of a pointer field is at the address.
  boolean isPointer(long address) {
    var thing = at(address);
    var field = thing == null ? null : thing.fieldIn(address, 1);
    return thing != null
        && field != null
        && field.kind().shape().orElse(null) instanceof Shape.Pointer shape
        && thing.start + field.offset() + shape.offset() == address;
  }

  void freed(Thing thing) {
    inspected.remove(thing);
  }

  void forget(long start) {
    if (near(start) != null) {
      byRegion[region(start)] = null;
    }
  }

  /// All that are not forgotten, by region.
  List<Thing> all() {
    var all = new ArrayList<Thing>();
    for (var thing : byRegion) {
      if (thing != null) {
        all.add(thing);
      }
    }
    return all;
  }

  /// From now on nothing lies in the containers and fields of the thing.
  void empty(Thing thing) {
    thing.containers.forEach(this::empty);
    for (var field : thing.fields()) {
      if (field.kind().shape().orElse(null) instanceof Shape.Pointer shape) {
        hold(thing.start + field.offset() + shape.offset(), null);
      }
    }
  }

  /// From now on nothing lies in the container.
  void empty(Container container) {
    for (long node : container.nodes.toList()) {
      var element = near(node);
      if (element != null) {
        element.holders.remove(container);
      }
    }
    container.clear();
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
