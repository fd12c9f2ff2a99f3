package mortise.engine.checked;

import mortise.object.BpfMap;
import mortise.runtime.RunState;
import mortise.spi.Qualifier;
import mortise.spi.TypeView;
import mortise.spi.runtime.MemoryFault;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import org.jspecify.annotations.Nullable;

/// Holds addresses against what was believed of pointers: what they point into, and where.
final class PointerChecker {
  private @Nullable RunState now;
  private int base;
  private long thing;
  private boolean known;

  void begin(RunState state, int baseDepth) {
    now = state;
    base = baseDepth;
  }

  /// Whether it is known where the thing starts that the pointer checked last points to.
  boolean isThingKnown() {
    return known;
  }

  /// Where the thing starts that the pointer checked last points to.
  long thing() {
    return thing;
  }

  /// What is wrong with an address that is not a permitted null; null if nothing is.
  @Nullable Mismatch check(Pointer believed, long actual) {
    var state = now;
    if (state == null) {
      throw new IllegalStateException("nothing was begun");
    }
    thing = actual - believed.offset();
    known = true;
    return switch (believed.region()) {
      case Region.Stack stack ->
          at(believed, actual, state.stackTop(base + stack.frame()), "the frame pointer");
      case Region.Context context -> at(believed, actual, state.context(), "the context");
      case Region.PacketEnd end -> at(believed, actual, state.packetEnd(), "the packet's end");
      case Region.Packet packet -> packet(believed, packet.meta(), actual, state);
      case Region.Map map -> map(map.map(), actual, state);
      case Region.MapValue value -> mapValue(believed, value, actual, state);
      case Region.Local local -> local(believed, local.type(), actual, state);
      case Region.Memory memory -> memory(believed, memory.size(), actual, state);
      case Region.Function function -> function(function, actual, state);
      case Region.MapKey key -> somewhere(believed, actual);
      case Region.View view -> somewhere(believed, actual);
      case Region.Buffer buffer -> somewhere(believed, actual);
      case Region.Elsewhere object -> somewhere(believed, actual);
      case Region.Space space -> null;
      case Region.Host host -> host(believed, host.type(), actual, state);
    };
  }

  private static @Nullable Mismatch at(Pointer believed, long actual, long start, String what) {
    long variable = actual - start - believed.offset();
    if (believed.variable().contains(variable)) {
      return null;
    }
    return new Mismatch(
        "pointer-offset",
        "was believed to point to %s, and is %d bytes from it"
            .formatted(offset(believed, what), actual - start));
  }

  private static String offset(Pointer believed, String what) {
    if (believed.isConstantOffset()) {
      long offset = believed.constantOffset();
      return offset == 0 ? what : what + (offset > 0 ? "+" : "") + offset;
    }
    return "%s%+d plus %s".formatted(what, believed.offset(), believed.variable());
  }

  private static @Nullable Mismatch packet(
      Pointer believed, boolean meta, long actual, RunState state) {
    long start = meta ? state.packetMeta() : state.packet();
    var misplaced = at(believed, actual, start, meta ? "the metadata" : "the packet");
    if (misplaced != null || believed.bound() == 0) {
      return misplaced;
    }
    long end = meta ? state.packet() : state.packetEnd();
    long there = end - (actual - believed.offset());
    return there >= believed.bound()
        ? null
        : new Mismatch(
            "packet-range",
            "was believed to have %d bytes of packet behind its start, and has %d"
                .formatted(believed.bound(), there));
  }

  private static @Nullable Mismatch map(BpfMap map, long actual, RunState state) {
    try {
      var spec = state.machine().map(actual).spec();
      if (spec.keySize() == map.keySize() && spec.valueSize() == map.valueSize()) {
        return null;
      }
      return new Mismatch(
          "pointer-region",
          "was believed to be the map '%s', and is the map '%s'"
              .formatted(map.name(), spec.name()));
    } catch (MemoryFault e) {
      return new Mismatch(
          "pointer-region",
          "was believed to be the map '%s', and is 0x%x".formatted(map.name(), actual));
    }
  }

  private @Nullable Mismatch local(Pointer believed, TypeView type, long actual, RunState state) {
    var mismatch = typed(believed, type, actual, state);
    var place = mismatch == null && isTrusted(believed) ? state.placeNear(thing) : null;
    return place == null || place.type().name().equals(type.name())
        ? mismatch
        : new Mismatch(
            "pointer-region",
            "was believed to point to '%s', and points to '%s'"
                .formatted(type.name(), place.type().name()));
  }

  /// A pointer into something that has a type, and is an allocation of its own.
  private @Nullable Mismatch typed(Pointer believed, TypeView type, long actual, RunState state) {
    if (!isTrusted(believed)) {
      known = false;
      return null;
    }
    long lowest = believed.variable().smin();
    long probe =
        actual - believed.offset() - (believed.isConstantOffset() || lowest > 0 ? lowest : 0);
    var place = state.placeNear(probe);
    if (place == null) {
      return new Mismatch(
          "pointer-region",
          "was believed to point to '%s', and 0x%x is not there or no more"
              .formatted(type.name(), actual));
    }
    if (!isAlike(place.type(), type)) {
      return new Mismatch(
          "pointer-region",
          "was believed to point to '%s', and points to '%s'"
              .formatted(type.name(), place.type().name()));
    }
    thing = place.start();
    return at(believed, actual, place.start(), "'" + type.name() + "'");
  }

  /// Whether memory is as a type has it. Maps name the types of their values as they like.
  private static boolean isAlike(TypeView one, TypeView other) {
    return one.equals(other) || (one.size() == other.size() && one.fields().equals(other.fields()));
  }

  /// What a map of maps holds is a map; that is known once it is known not to be null.
  private @Nullable Mismatch mapValue(
      Pointer believed, Region.MapValue value, long actual, RunState state) {
    var inner = value.map().definition().inner();
    return inner.isPresent()
        ? map(inner.get(), actual, state)
        : typed(believed, value.type(), actual, state);
  }

  private static boolean isTrusted(Pointer pointer) {
    return pointer.qualifiers().stream().allMatch(Qualifier::trusted);
  }

  private @Nullable Mismatch memory(Pointer believed, int size, long actual, RunState state) {
    if (!isTrusted(believed) || !believed.isConstantOffset() || size == 0) {
      known = false;
      return null;
    }
    long start = actual - believed.constantOffset();
    thing = start;
    var place = state.placeNear(start);
    if (place != null
        && start >= place.start()
        && start - place.start() <= place.type().size() - size) {
      return null;
    }
    return new Mismatch(
        "pointer-region",
        "was believed to point to %d bytes, which are not at 0x%x".formatted(size, start));
  }

  private static @Nullable Mismatch function(
      Region.Function believed, long actual, RunState state) {
    return state.subprogramAt(actual) == believed.slot()
        ? null
        : new Mismatch(
            "pointer-region",
            "was believed to be the subprogram at instruction %d, and is 0x%x"
                .formatted(believed.slot(), actual));
  }

  /// What somebody vouches for is there; at the start of something it is of that type.
  private @Nullable Mismatch host(Pointer believed, String type, long actual, RunState state) {
    boolean vouched =
        believed.obligation() != 0 || (!believed.qualifiers().isEmpty() && isTrusted(believed));
    if (!vouched || !believed.isConstantOffset()) {
      // One of the old kind may be null, although nobody says so.
      return believed.qualifiers().isEmpty() ? null : somewhere(believed, actual);
    }
    thing = actual - believed.constantOffset();
    var place = state.placeNear(thing);
    if (place == null) {
      return new Mismatch(
          "pointer-region",
          "was believed to point to the host's '%s', and 0x%x is not there or no more"
              .formatted(type, actual));
    }
    return place.start() != thing || place.type().name().equals(type)
        ? null
        : new Mismatch(
            "pointer-region",
            "was believed to point to the host's '%s', and points to '%s'"
                .formatted(type, place.type().name()));
  }

  private @Nullable Mismatch somewhere(Pointer believed, long actual) {
    known = believed.isConstantOffset();
    thing = actual - (known ? believed.constantOffset() : 0);
    return actual != 0 || !isTrusted(believed)
        ? null
        : new Mismatch("pointer-null", "was believed not to be null, and is");
  }
}
