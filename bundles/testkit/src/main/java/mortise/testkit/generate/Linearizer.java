package mortise.testkit.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mortise.testkit.generate.GeneratedProgram.Body;

/// Makes slots of statements.
final class Linearizer {
  private final GeneratedProgram program;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Integer, Integer> starts = new LinkedHashMap<>();
  private final Deque<Integer> wanted = new ArrayDeque<>();
  private final Map<Integer, Integer> calls = new LinkedHashMap<>();
  private final List<Integer> leaves = new ArrayList<>();

  private Linearizer(GeneratedProgram program) {
    this.program = program;
  }

  static List<Line> lines(GeneratedProgram program) {
    return new Linearizer(program).all();
  }

  private List<Line> all() {
    wanted.add(0);
    while (!wanted.isEmpty()) {
      int next = wanted.remove();
      if (!starts.containsKey(next)) {
        starts.put(next, lines.size());
        function(program.functions().get(next));
      }
    }
    calls.forEach(
        (slot, function) ->
            lines.set(
                slot,
                lines.get(slot).withImmediate(starts.getOrDefault(function, slot) - slot - 1)));
    return List.copyOf(lines);
  }

  private void function(Body body) {
    leaves.clear();
    body.statements().forEach(this::add);
    lines.add(Code.exit());
    if (!leaves.isEmpty()) {
      leaves.forEach(this::toHere);
      lines.add(Code.set(0, 0));
      lines.add(Code.exit());
    }
  }

  private void add(Statement statement) {
    switch (statement) {
      case Statement.Straight straight -> lines.addAll(straight.lines());
      case Statement.Sequence sequence -> sequence.parts().forEach(this::add);
      case Statement.Leave leave -> {
        leaves.add(lines.size());
        lines.add(leave.condition());
      }
      case Statement.Branch branch -> add(branch);
      case Statement.Loop loop -> add(loop);
      case Statement.Invoke invoke -> {
        calls.put(lines.size(), invoke.function());
        wanted.add(invoke.function());
        lines.add(Line.of(Code.CALL, 0, 1, 0, 0));
      }
    }
  }

  private void add(Statement.Branch branch) {
    int condition = lines.size();
    lines.add(branch.condition());
    branch.other().forEach(this::add);
    if (branch.taken().isEmpty()) {
      toHere(condition);
    } else {
      int jump = lines.size();
      lines.add(Line.of(Code.JUMP, 0, 0, 0, 0));
      toHere(condition);
      branch.taken().forEach(this::add);
      toHere(jump);
    }
  }

  private void add(Statement.Loop loop) {
    int head = lines.size();
    if (loop.limited()) {
      lines.add(Line.of(0xe5, 0, 0, 0, 0));
    }
    loop.body().forEach(this::add);
    lines.add(loop.again().withOffset(head - lines.size() - 1));
    if (loop.limited()) {
      toHere(head);
    }
  }

  /// Lets the jump at `slot` go to what comes next.
  private void toHere(int slot) {
    lines.set(slot, lines.get(slot).withOffset(lines.size() - slot - 1));
  }
}
