package mortise.bench.generated;

import java.util.Optional;
import mortise.testkit.generate.Content;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Scene;

/// The objects of the proposal's families in the registers of a program that is being made.
final class OwnedObjects {
  static final String SECTION = "owners";
  static final int NUMBER = 8;

  private OwnedObjects() {}

  /// An object: its type, how many references to it are owed.
  record Kind(boolean shared, int count) {
    Region region() {
      return new Region((shared ? "shared " : "item ") + count, false, true, false);
    }

    static Optional<Kind> of(Content content) {
      if (content instanceof Memory m) {
        var name = m.region().name();
        if (name.startsWith("shared ") || name.startsWith("item ")) {
          return Optional.of(
              new Kind(
                  name.startsWith("shared"),
                  Integer.parseInt(name.substring(name.indexOf(' ') + 1))));
        }
      }
      return Optional.empty();
    }

    Kind with(int more) {
      return new Kind(shared, count + more);
    }
  }

  /// An object in a register that calls leave alone; of a kind that has references, mostly.
  static Optional<Integer> object(Scene scene, boolean owned) {
    boolean any = scene.draw().chance(12);
    return scene.some(
        scene
            .world()
            .registers(c -> Kind.of(c).filter(k -> any || !owned || k.count() > 0).isPresent())
            .stream()
            .filter(r -> r > 5)
            .filter(r -> any || !((Memory) scene.world().register(r)).nullable())
            .toList());
  }

  static Kind kind(Scene scene, int register) {
    return Kind.of(scene.world().register(register)).orElseThrow();
  }

  static int id(Scene scene, int register) {
    return ((Memory) scene.world().register(register)).id();
  }

  /// All copies are of another kind from here on.
  static void become(Scene scene, int id, Kind kind) {
    var world = scene.world();
    world.replaceAll(
        c ->
            c instanceof Memory m && m.id() == id
                ? new Memory(kind.region(), id, m.nullable(), m.exact(), m.from(), m.to())
                : c);
    world.settled(id);
    if (kind.count() > 0) {
      world.registers(c -> c instanceof Memory m && m.id() == id).stream()
          .findFirst()
          .ifPresent(r -> world.owe(id, world.register(r)));
    }
  }

  static void found(Scene scene, int keeper, Kind kind, boolean nullable) {
    var object = new Memory(kind.region(), scene.newId(), nullable, true, 0, NUMBER);
    scene.world().set(0, object);
    scene.world().set(keeper, object);
    if (kind.count() > 0) {
      scene.world().owe(object.id(), object);
    }
  }

  static boolean mayCall(Scene scene) {
    return scene.world().mayCall();
  }

  static boolean inside(Scene scene) {
    return scene.world().sections().contains(SECTION);
  }
}
