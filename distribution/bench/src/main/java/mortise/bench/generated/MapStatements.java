package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.BpfMap;
import mortise.object.JumpCondition;
import mortise.object.MapType;
import mortise.object.MemorySize;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;
import mortise.testkit.generate.StatementSource;
import mortise.testkit.generate.Template;
import mortise.testkit.generate.World;

/// Lookups in arrays and hash tables, whose values are then read, written and indexed, and updates
/// and deletions while pointers to values are held.
public final class MapStatements implements StatementSource {
  private static final int LOOKUP = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;

  private static final int KEY = World.ARGUMENTS;
  private static final int VALUE = World.ARGUMENTS + 8;
  private static final int LARGEST_VALUE = 56;

  @Override
  public List<Offer> offers(Template template) {
    var maps =
        template.program().maps().stream()
            .filter(m -> m.type().equals(MapType.ARRAY) || m.type().equals(MapType.HASH))
            .filter(m -> !m.isGlobalData() && m.keySize() <= 8)
            .filter(m -> !m.name().equals(ListStatements.GUARDED))
            .toList();
    if (maps.isEmpty()) {
      return List.of();
    }
    var offers = new ArrayList<Offer>();
    offers.add(new Offer("map.lookup", 45, scene -> lookup(scene, scene.draw().pick(maps))));
    var tables =
        maps.stream()
            .filter(m -> m.type().equals(MapType.HASH) && m.valueSize() <= LARGEST_VALUE)
            .toList();
    if (!tables.isEmpty()) {
      offers.add(new Offer("map.update", 4, scene -> update(scene, scene.draw().pick(tables))));
      offers.add(new Offer("map.delete", 4, scene -> delete(scene, scene.draw().pick(tables))));
    }
    return offers;
  }

  /// Values of a map: plain numbers all over.
  static Region region(BpfMap map) {
    return new Region("value of " + map.name(), true, false, true);
  }

  static boolean mayCall(Scene scene) {
    return scene.world().mayCall() && scene.world().sections().isEmpty();
  }

  /// Puts a key into memory: a constant, or whatever a register holds.
  static Line key(Scene scene, BpfMap map) {
    var size = map.keySize() == 4 ? MemorySize.WORD : MemorySize.DOUBLE;
    var number = scene.register(c -> c instanceof Scalar s && s.isWithin(16));
    return number.isPresent() && scene.draw().chance(60)
        ? Code.storeRegister(size, 10, KEY, number.get())
        : Code.store(size, 10, KEY, scene.draw().below((int) map.maxEntries() + 1));
  }

  /// `R1 = ` the map, `R2 = ` the key's address.
  static List<Line> arguments(Scene scene, BpfMap map) {
    var lines = new ArrayList<Line>();
    lines.add(key(scene, map));
    lines.addAll(Code.setMap(1, map.name()));
    lines.add(Code.move(2, 10));
    lines.add(Code.alu(Width.W64, AluOperation.ADD, 2, KEY));
    return lines;
  }

  private static Optional<Statement> lookup(Scene scene, BpfMap map) {
    if (!mayCall(scene)) {
      return Optional.empty();
    }
    return Optional.of(
        lookup(
            scene,
            "map.lookup",
            map,
            new Memory(region(map), scene.newId(), true, true, 0, map.valueSize())));
  }

  /// A lookup whose result may be kept in another register.
  static Statement lookup(Scene scene, String kind, BpfMap map, Memory found) {
    var lines = new ArrayList<>(arguments(scene, map));
    lines.add(Code.helper(LOOKUP));
    scene.world().called();
    scene.world().set(0, found);
    if (scene.draw().chance(80)) {
      scene
          .forKeeping()
          .ifPresent(
              keeper -> {
                lines.add(Code.move(keeper, 0));
                scene.world().set(keeper, found);
              });
    }
    var lookup = new Statement.Straight(kind, lines);
    if (!scene.world().mayReturn() || scene.draw().chance(50)) {
      return lookup;
    }
    scene.world().notNull(found.id());
    return Statement.Sequence.of(
        kind, lookup, scene.leaveIf("null-check", Code.jump(Width.W64, JumpCondition.EQUAL, 0, 0)));
  }

  private static Optional<Statement> update(Scene scene, BpfMap map) {
    if (!mayCall(scene)) {
      return Optional.empty();
    }
    var lines = new ArrayList<Line>();
    var value =
        scene.memory(
            m -> m.region().indexed() && m.exact() && m.from() <= 0 && m.to() >= map.valueSize());
    boolean fromMemory = value.isPresent() && value.get() > 5 && scene.draw().chance(50);
    if (!fromMemory) {
      for (int at = 0; at < map.valueSize(); at += 8) {
        var number = scene.number();
        lines.add(
            number.isPresent() && scene.draw().chance(70)
                ? Code.storeRegister(MemorySize.DOUBLE, 10, VALUE + at, number.get())
                : Code.store(MemorySize.DOUBLE, 10, VALUE + at, scene.draw().immediate()));
      }
    }
    lines.addAll(arguments(scene, map));
    if (fromMemory) {
      lines.add(Code.move(3, value.get()));
    } else {
      lines.add(Code.move(3, 10));
      lines.add(Code.alu(Width.W64, AluOperation.ADD, 3, VALUE));
    }
    lines.add(Code.set(4, scene.draw().below(3)));
    lines.add(Code.helper(UPDATE));
    scene.world().called();
    scene.world().set(0, Scalar.ANY);
    return Optional.of(new Statement.Straight("map.update", lines));
  }

  private static Optional<Statement> delete(Scene scene, BpfMap map) {
    if (!mayCall(scene)) {
      return Optional.empty();
    }
    var lines = new ArrayList<>(arguments(scene, map));
    lines.add(Code.helper(DELETE));
    scene.world().called();
    scene.world().set(0, Scalar.ANY);
    return Optional.of(new Statement.Straight("map.delete", lines));
  }
}
