package mortise.runtime.ghost;

import java.util.List;
import mortise.spi.FieldKind;

/// What can be asked of a call's operands, as [Deed] numbers them.
public sealed interface Question {
  /// The operand is a number from `lowest` to `highest`, signed.
  record Within(int subject, long lowest, long highest) implements Question {}

  /// What the operand points into has a field of the kind, `there` or anywhere.
  record HasField(int subject, FieldKind kind, boolean there) implements Question {}

  /// The run holds the lock that guards the container that the operand points to.
  record Guarded(int subject) implements Question {}

  /// The run is inside a section of the kind.
  record InSection(String section) implements Question {}

  /// The operand points into an object that somebody owed once.
  record Tracked(int subject) implements Question {}

  /// The run owes for the object that the operand points into.
  record Owed(int subject) implements Question {}

  record Known(boolean answer) implements Question {}

  record Not(Question question) implements Question {}

  record All(List<Question> questions) implements Question {
    public All {
      questions = List.copyOf(questions);
    }
  }

  record Any(List<Question> questions) implements Question {
    public Any {
      questions = List.copyOf(questions);
    }
  }
}
