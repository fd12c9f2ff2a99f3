package mortise.bench.generated;

import java.util.ArrayList;
import java.util.List;
import mortise.object.AluOperation;
import mortise.object.Width;
import mortise.testkit.generate.Code;
import mortise.testkit.generate.Line;
import mortise.testkit.generate.Scene;
import mortise.testkit.generate.Statement;

/// Instructions that the statements about owned objects have in common, and where the templates'
/// structs have their fields.
final class OwnedCode {
  static final int N1 = 8;
  static final int N2 = 24;
  static final int O1 = 40;
  static final int O2 = 48;
  static final int REF = 56;

  // In the section: the lock, then three lists for each type.
  static final int FIRST_LIST = 8;
  static final int LIST = 16;
  static final int LISTS = 3;

  private OwnedCode() {}

  static Statement ifAnswered(Line condition, Statement then) {
    return new Statement.Branch("own.if", condition, List.of(then), List.of());
  }

  static Statement end(int register) {
    var lines = new ArrayList<Line>();
    for (int node : new int[] {N1, N2}) {
      lines.addAll(address(register, node));
      lines.add(Code.function("bpf_list_node_fini"));
    }
    lines.add(Code.move(1, register));
    lines.add(Code.function("bpf_kptr_free"));
    return new Statement.Straight("own.end", lines);
  }

  static Statement straight(String kind, Line... lines) {
    return Statement.Straight.of(kind, lines);
  }

  static List<Line> address(int register, int offset) {
    return List.of(Code.move(1, register), Code.alu(Width.W64, AluOperation.ADD, 1, offset));
  }

  static String data(Scene scene) {
    return scene.template().program().maps().stream()
        .filter(m -> m.definition().section().equals(".data.list"))
        .findFirst()
        .orElseThrow()
        .name();
  }
}
