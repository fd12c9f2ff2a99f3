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

/// Statements about how many references there are to an object.
///
/// @param byCaller whether programs count, not functions
record CountedReferences(boolean byCaller) {
  Optional<Statement> more(Scene scene) {
    var register = OwnedObjects.object(scene, false);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene)) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int id = OwnedObjects.id(scene, register.get());
    scene.world().called();
    var lines = new ArrayList<Line>();
    if (byCaller) {
      lines.addAll(OwnedCode.address(register.get(), OwnedCode.REF));
      lines.add(Code.set(2, 1));
      lines.add(Code.function("bpf_refcount_inc"));
    } else {
      lines.add(Code.move(1, register.get()));
      lines.add(Code.function("bpf_refcount_acquire"));
      lines.add(Code.move(register.get(), 0));
    }
    OwnedObjects.become(scene, id, kind.with(1));
    scene.world().set(0, Nothing.NOTHING);
    return Optional.of(new Statement.Straight("own.more", lines));
  }

  Optional<Statement> put(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene) || OwnedObjects.inside(scene)) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    if (!kind.shared() || kind.count() < 2) {
      return Optional.empty();
    }
    int id = OwnedObjects.id(scene, register.get());
    scene.world().called();
    OwnedObjects.become(scene, id, kind.with(-1));
    return Optional.of(
        OwnedCode.straight(
            "own.put", Code.move(1, register.get()), Code.function("bpf_refcount_put")));
  }

  Optional<Statement> single(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene) || !scene.mayNest()) {
      return Optional.empty();
    }
    if (!OwnedObjects.kind(scene, register.get()).shared()) {
      return Optional.empty();
    }
    scene.world().called();
    var before = scene.world().copy();
    var then = scene.way(1 + scene.draw().below(4));
    scene.enter(before);
    scene.world().called();
    return Optional.of(
        Statement.Sequence.of(
            "own.single",
            OwnedCode.straight(
                "own.ask", Code.move(1, register.get()), Code.function("bpf_refcount_single")),
            new Statement.Branch(
                "own.alone",
                Code.jump(Width.W64, JumpCondition.NOT_EQUAL, 0, 0),
                then,
                List.of())));
  }

  Optional<Statement> set(Scene scene) {
    var register = OwnedObjects.object(scene, true);
    if (register.isEmpty() || !OwnedObjects.mayCall(scene)) {
      return Optional.empty();
    }
    var kind = OwnedObjects.kind(scene, register.get());
    if (!kind.shared()) {
      return Optional.empty();
    }
    int count = byCaller ? 1 + scene.draw().below(3) : 1;
    int id = OwnedObjects.id(scene, register.get());
    scene.world().called();
    var lines = new ArrayList<>(OwnedCode.address(register.get(), OwnedCode.REF));
    lines.add(Code.set(2, count));
    lines.add(Code.function("bpf_refcount_set"));
    OwnedObjects.become(scene, id, new Kind(true, count));
    return Optional.of(new Statement.Straight("own.set", lines));
  }
}
