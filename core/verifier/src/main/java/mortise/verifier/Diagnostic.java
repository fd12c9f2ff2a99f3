package mortise.verifier;

import java.util.List;
import java.util.Optional;
import mortise.object.SourceLine;
import mortise.spi.Rule;

/// Why a program was rejected.
///
/// @param rule the rule that is broken
/// @param text the message; its last line is the classic one
/// @param program the program's name
/// @param slot the instruction, -1 if it is about the whole program
/// @param instruction the instruction as the kernel's log prints it
/// @param line where it comes from, if that is known
/// @param path how the program got there, oldest first
/// @param notes what is strange about the object, and may be the cause
public record Diagnostic(
    Rule rule,
    String text,
    String program,
    int slot,
    String instruction,
    Optional<SourceLine> line,
    List<PathStep> path,
    List<String> notes) {
  /// One thing that happened on the way.
  public record PathStep(int slot, String text, Optional<SourceLine> line) {}

  public Diagnostic {
    path = List.copyOf(path);
    notes = List.copyOf(notes);
  }

  /// The classic last line, as the kernel's log ends.
  public String message() {
    var lines = text.strip().split("\n", -1);
    return lines[lines.length - 1];
  }

  /// The whole report, several lines.
  public String render() {
    var out = new StringBuilder();
    out.append(rule.category().title()).append(": ").append(rule.id()).append('\n');
    out.append("  reason:     ")
        .append(text.strip().replace("\n", "\n              "))
        .append('\n');
    if (slot >= 0) {
      out.append("  at:         ").append(place(slot, line)).append('\n');
      out.append("              ").append(slot).append(": ").append(instruction).append('\n');
    }
    line.filter(l -> !l.text().isBlank())
        .ifPresent(l -> out.append("              | ").append(l.text().strip()).append('\n'));
    if (!path.isEmpty()) {
      out.append("  path:\n");
      for (var step : path) {
        out.append("    ").append(step.slot()).append(": ").append(step.text());
        step.line().ifPresent(l -> out.append("  (").append(l).append(')'));
        out.append('\n');
      }
    }
    for (var note : notes) {
      out.append("  note:       ").append(note.strip()).append('\n');
    }
    if (!rule.suggestion().isEmpty()) {
      out.append("  suggestion: ").append(rule.suggestion()).append('\n');
    }
    out.append("  rule:       ").append(rule.id()).append("  (mortise explain ").append(rule.id());
    return out.append(")\n").append(message()).append('\n').toString();
  }

  private String place(int at, Optional<SourceLine> where) {
    return program + where.map(l -> " " + l).orElse("") + ", instruction " + at;
  }
}
