package mortise.verifier.explore;

import java.util.Set;
import mortise.spi.Target;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;

/// Whether pointers point to what families say that they must.
final class Targets {
  private Targets() {}

  static boolean matches(Target target, Pointer pointer) {
    if (pointer.nullable() && !target.nullable()) {
      return false;
    }
    if (kindOf(pointer.region()) != target.kind()) {
      return false;
    }
    return target.exactly()
        ? Set.copyOf(pointer.qualifiers()).equals(Set.copyOf(target.qualifiers()))
        : pointer.qualifiers().containsAll(target.qualifiers());
  }

  private static Target.Kind kindOf(Region region) {
    return switch (region) {
      case Region.Local o -> Target.Kind.OBJECT;
      case Region.MapValue v -> Target.Kind.MAP_VALUE;
      case Region.Map m -> Target.Kind.MAP;
      case Region.Stack s -> Target.Kind.STACK;
      case Region.Context c -> Target.Kind.CONTEXT;
      case Region.Packet p -> Target.Kind.PACKET;
      case Region.PacketEnd e -> Target.Kind.PACKET;
      case Region.Memory m -> Target.Kind.MEMORY;
      case Region.Buffer b -> Target.Kind.MEMORY;
      case Region.Space s -> Target.Kind.MEMORY;
      case Region.MapKey k -> Target.Kind.MEMORY;
      case Region.Function f -> Target.Kind.FUNCTION;
      case Region.Elsewhere e -> Target.Kind.SLOT_OBJECT;
      case Region.Host h -> Target.Kind.HOST_OBJECT;
      case Region.View v -> Target.Kind.HOST_VIEW;
    };
  }
}
