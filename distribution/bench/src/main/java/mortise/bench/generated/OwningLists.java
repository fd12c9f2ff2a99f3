package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.bench.generated.OwnedObjects.Kind;
import mortise.object.JumpCondition;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;

/// Statements about lists that hold objects: into them, out of them, and who is in them.
///
/// @param byCaller whether programs count, not functions
record OwningLists(boolean byCaller) {
  Optional<Statement> locked(Scene scene) {
    if (OwnedObjects.inside(scene) || !OwnedObjects.mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    scene.world().called();
    scene.world().enter(OwnedObjects.SECTION);
    var parts = new ArrayList<Statement>();
    parts.add(lock(scene, "bpf_spin_lock"));
    parts.addAll(scene.body(2 + scene.draw().below(6)));
    parts.add(lock(scene, "bpf_spin_unlock"));
    scene.world().leave();
    scene.world().called();
    boolean mistake = scene.draw().chance(10);
    scene
        .world()
        .replaceAll(
            c ->
                !mistake && Kind.of(c).filter(k -> k.count() == 0).isPresent()
                    ? Nothing.NOTHING
                    : c);
    return Optional.of(new Statement.Sequence("own.locked", parts));
  }

  private static Statement lock(Scene scene, String function) {
    var lines = new ArrayList<>(Code.setMapValue(1, OwnedCode.data(scene), 0));
    lines.add(Code.function(function));
    return new Statement.Straight("own.lock", lines);
  }

  private record Call(String function, int register, int list, boolean shared) {}

  /// `function(node, head)` of one of the lists.
  private static List<Line> call(Scene scene, Call call) {
    var lines = new ArrayList<Line>();
    lines.addAll(
        OwnedCode.address(call.register(), call.list() == 2 ? OwnedCode.N2 : OwnedCode.N1));
    int list =
        OwnedCode.FIRST_LIST
            + OwnedCode.LIST * (call.list() + (call.shared() ? 0 : OwnedCode.LISTS));
    lines.addAll(Code.setMapValue(2, OwnedCode.data(scene), list));
    lines.add(Code.function(call.function()));
    return lines;
  }

  private static int list(Scene scene) {
    return scene.draw().pick(0, 0, 1, 2, 2);
  }

  Optional<Statement> add(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene) || !OwnedObjects.inside(scene)) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    int id = OwnedObjects.id(scene, register.get());
    scene.world().called();
    var lines =
        call(
            scene,
            new Call(
                scene.draw().pick("bpf_list_add", "bpf_list_add_tail"),
                register.get(),
                list(scene),
                kind.shared()));
    OwnedObjects.become(
        scene, id, byCaller || !kind.shared() ? kind.with(kind.count() > 0 ? -1 : 0) : kind);
    return Optional.of(new Statement.Straight("own.add", lines));
  }

  Optional<Statement> remove(Scene scene) {
    var register = OwnedObjects.object(scene, false);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene) || !OwnedObjects.inside(scene)) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    int id = OwnedObjects.id(scene, register.get());
    scene.world().called();
    var lines =
        new ArrayList<>(
            call(scene, new Call("bpf_list_remove", register.get(), list(scene), kind.shared())));
    lines.add(Code.move(register.get(), 0));
    OwnedObjects.become(scene, id, kind.with(1));
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(new Statement.Straight("own.remove", lines));
  }

  Optional<Statement> owns(Scene scene) {
    var register = OwnedObjects.object(scene, false);
    if (register.isEmpty()
        || !OwnedObjects.mayCall(scene)
        || !OwnedObjects.inside(scene)
        || !scene.mayNest()) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int id = OwnedObjects.id(scene, register.get());
    int list = list(scene);
    scene.world().called();
    var parts = new ArrayList<Statement>();
    parts.add(
        new Statement.Straight(
            "own.ask", call(scene, new Call("bpf_list_owns_node", register.get(), list, true))));
    var before = scene.world().copy();
    // Removed and given back on one way, so that both ways owe the same.
    var then = new ArrayList<Statement>();
    then.add(
        new Statement.Straight(
            "own.remove", call(scene, new Call("bpf_list_remove", register.get(), list, true))));
    int target = scene.draw().chance(70) ? list : list(scene);
    then.addAll(scene.way(scene.draw().below(3)));
    if (byCaller) {
      then.add(
          new Statement.Straight(
              "own.add", call(scene, new Call("bpf_list_add", register.get(), target, true))));
    }
    scene.enter(before);
    scene.world().called();
    OwnedObjects.become(scene, id, kind);
    parts.add(
        new Statement.Branch(
            "own.owned", Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0), then, List.of()));
    return Optional.of(new Statement.Sequence("own.owns", parts));
  }

  Optional<Statement> claim(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int node = scene.draw().pick(OwnedCode.N1, OwnedCode.N2);
    scene.world().called();
    var ask = new ArrayList<>(OwnedCode.address(register.get(), node));
    ask.add(Code.function("bpf_list_claim_node"));
    var before = scene.world().copy();
    var then = new ArrayList<Statement>(scene.way(1 + scene.draw().below(3)));
    var back = new ArrayList<>(OwnedCode.address(register.get(), node));
    back.add(Code.function("bpf_list_unclaim_node"));
    then.add(new Statement.Straight("own.unclaim", back));
    scene.enter(before);
    scene.world().called();
    return Optional.of(
        Statement.Sequence.of(
            "own.claim",
            new Statement.Straight("own.ask", ask),
            new Statement.Branch(
                "own.claimed",
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0),
                then,
                List.of())));
  }

  Optional<Statement> pop(Scene scene) {
    return take(scene, scene.draw().pick("bpf_list_pop_front", "bpf_list_pop_back"), 1);
  }

  Optional<Statement> peek(Scene scene) {
    return take(scene, scene.draw().pick("bpf_list_first", "bpf_list_last"), 0);
  }

  private static Optional<Statement> take(Scene scene, String function, int count) {
    if (!OwnedObjects.mayCall(scene) || !OwnedObjects.inside(scene)) {
      return Optional.empty();
    }
    scene.world().called();
    var keeper = scene.forKeeping();
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    boolean shared = scene.draw().chance(70);
    int list =
        OwnedCode.FIRST_LIST + OwnedCode.LIST * (list(scene) + (shared ? 0 : OwnedCode.LISTS));
    var lines = new ArrayList<>(Code.setMapValue(1, OwnedCode.data(scene), list));
    lines.add(Code.function(function));
    lines.add(Code.move(keeper.get(), 0));
    OwnedObjects.found(scene, keeper.get(), new Kind(shared, count), true);
    return Optional.of(new Statement.Straight("own.take", lines));
  }
}
