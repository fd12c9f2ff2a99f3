package mortise.cli;

import java.util.Optional;
import mortise.engine.LoadedProgram;
import mortise.object.Disassembler;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.SourceLine;

/// Programs as text.
final class Listing {
  /// Longer listings of states end with a line that says so.
  private static final int MAX_STATES = 100_000;

  private Listing() {}

  static String instructions(Program program, boolean withSource) {
    var out = new StringBuilder();
    Optional<SourceLine> last = Optional.empty();
    for (int at = 0; at < program.size(); at++) {
      var instruction = program.at(at);
      int slot = at;
      program.subprograms().stream()
          .filter(s -> s.start() == slot)
          .forEach(s -> out.append("%n%s:%n".formatted(s.name())));
      if (instruction instanceof Instruction.SecondSlot) {
        continue;
      }
      var line = program.lineAt(at);
      if (withSource && !line.equals(last)) {
        line.ifPresent(l -> out.append("; %s @ %s%n".formatted(l.text().strip(), l)));
        last = line;
      }
      out.append("%8d:  %s%n".formatted(at, Disassembler.text(instruction)));
    }
    return out.toString();
  }

  /// The control flow as a graph for dot, a node an instruction.
  static String graph(Program program) {
    var out = new StringBuilder();
    out.append("digraph \"%s\" {%n".formatted(program.name()));
    out.append("  node [shape=box,fontname=monospace];\n");
    for (int at = 0; at < program.size(); at++) {
      var instruction = program.at(at);
      if (instruction instanceof Instruction.SecondSlot) {
        continue;
      }
      out.append(
          "  n%d [label=\"%d: %s\"];%n"
              .formatted(at, at, Disassembler.text(instruction).replace("\"", "'")));
      int next = at + instruction.slots();
      switch (instruction) {
        case Instruction.Exit exit -> {}
        case Instruction.Jump jump -> edge(out, at, jump.target(), "");
        case Instruction.ConditionalJump jump -> {
          edge(out, at, next, "no");
          edge(out, at, jump.target(), "yes");
        }
        case Instruction.MayGoto jump -> {
          edge(out, at, next, "");
          edge(out, at, jump.target(), "spent");
        }
        default -> edge(out, at, next, "");
      }
    }
    return out.append("}\n").toString();
  }

  private static void edge(StringBuilder out, int from, int to, String label) {
    out.append(
        label.isEmpty()
            ? "  n%d -> n%d;%n".formatted(from, to)
            : "  n%d -> n%d [label=%s];%n".formatted(from, to, label));
  }

  /// Every instruction that the verifier processed, with what it knew there.
  static String states(LoadedProgram program) {
    var out = new StringBuilder("%n%s:%n".formatted(program.name()));
    var count = new int[1];
    var verdict =
        program.verify(
            (slot, state) -> {
              if (count[0]++ < MAX_STATES) {
                var text = Disassembler.text(program.program().at(slot));
                out.append("%8d:  %-40s ; %s%n".formatted(slot, text, state.get()));
              }
            });
    if (count[0] > MAX_STATES) {
      out.append("  … and %d more%n".formatted(count[0] - MAX_STATES));
    }
    return out.append(verdict.cost().trailer()).append('\n').toString();
  }
}
