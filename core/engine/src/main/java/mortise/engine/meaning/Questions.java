package mortise.engine.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.runtime.ghost.Question;
import mortise.spi.Condition;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.verifier.rulebook.RuleBook;

/// The conditions that can be asked at run time.
///
/// @param sleepable whether the program may sleep
record Questions(RuleBook rules, boolean sleepable) {
  Optional<Question> of(Condition condition, Map<Subject, Subject> roles) {
    return switch (condition) {
      case Condition.IsNull c -> within(c.subject(), roles, 0, 0);
      case Condition.IsNotNull c -> within(c.subject(), roles, 0, 0).map(q -> new Question.Not(q));
      case Condition.InRange c -> within(c.subject(), roles, c.lowest(), c.highest());
      case Condition.IsField c -> {
        var subject = Operands.of(c.subject(), roles);
        yield subject.isPresent()
            ? Optional.of(new Question.HasField(subject.getAsInt(), c.kind(), true))
            : Optional.empty();
      }
      case Condition.HasField c -> {
        var subject = Operands.of(c.subject(), roles);
        yield subject.isPresent() && Operands.isAddress(c.subject(), roles)
            ? Optional.of(new Question.HasField(subject.getAsInt(), c.kind(), false))
            : Optional.empty();
      }
      case Condition.Guarded c -> {
        var subject = Operands.of(c.subject(), roles);
        yield subject.isPresent()
            ? Optional.of(new Question.Guarded(subject.getAsInt()))
            : Optional.empty();
      }
      case Condition.Inside c -> Optional.of(inside(c.section()));
      case Condition.Sleepable c -> Optional.of(new Question.Known(sleepable));
      case Condition.Not c -> of(c.condition(), roles).map(q -> new Question.Not(q));
      case Condition.All c -> all(c.conditions(), roles).map(qs -> new Question.All(qs));
      case Condition.Any c -> all(c.conditions(), roles).map(qs -> new Question.Any(qs));
      default -> Optional.empty();
    };
  }

  /// Whether the run is inside of such a section, or of one that counts as such.
  private Question inside(SectionKind section) {
    var kinds =
        Stream.concat(
                Stream.of(section),
                rules.implications().stream()
                    .filter(i -> i.implied().equals(section))
                    .map(RuleBook.Implication::section))
            .map(kind -> (Question) new Question.InSection(kind.name()))
            .toList();
    return kinds.size() == 1 ? kinds.getFirst() : new Question.Any(kinds);
  }

  private Optional<List<Question>> all(List<Condition> conditions, Map<Subject, Subject> roles) {
    var questions = new ArrayList<Question>();
    for (var condition : conditions) {
      var question = of(condition, roles);
      if (question.isEmpty()) {
        return Optional.empty();
      }
      questions.add(question.get());
    }
    return Optional.of(questions);
  }

  private static Optional<Question> within(
      Subject subject, Map<Subject, Subject> roles, long lowest, long highest) {
    var operand = Operands.of(subject, roles);
    return operand.isPresent()
        ? Optional.of(new Question.Within(operand.getAsInt(), lowest, highest))
        : Optional.empty();
  }
}
