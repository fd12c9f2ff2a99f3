package mortise.runtime.ghost;

import java.util.List;
import java.util.Optional;

/// Answers what deeds depend on. Guarded by the heap's lock.
final class Questions {
  private final Things things;
  private final Guards guards;

  Questions(Things things, Guards guards) {
    this.things = things;
    this.guards = guards;
  }

  /// Empty where the answer depends on the call's result, and that is not there yet.
  Optional<Boolean> ask(Question question, PendingCall call, Optional<Long> result) {
    return switch (question) {
      case Question.Within q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        long value = call.value(q.subject(), result.orElse(0L));
        yield Optional.of(value >= q.lowest() && value <= q.highest());
      }
      case Question.HasField q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        yield Optional.of(hasField(q, call, result.orElse(0L)));
      }
      case Question.Guarded q -> {
        var container = things.containerAt(call.value(q.subject(), result.orElse(0L)));
        yield Optional.of(container != null && guards.locked(call.run, container));
      }
      case Question.InSection q -> Optional.of(call.run.isInside(q.section()));
      case Question.Tracked q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        var thing = things.operand(call, q.subject(), result.orElse(0L));
        yield Optional.of(thing != null && thing.tracked);
      }
      case Question.Owed q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        var thing = things.operand(call, q.subject(), result.orElse(0L));
        yield Optional.of(thing != null && call.run.owes(thing) > 0);
      }
      case Question.Known q -> Optional.of(q.answer());
      case Question.Not q -> ask(q.question(), call, result).map(answer -> !answer);
      case Question.All q -> combined(q.questions(), call, result, false);
      case Question.Any q -> combined(q.questions(), call, result, true);
    };
  }

  /// The answer `decisive` decides; without one, an unknown answer leaves it open.
  private Optional<Boolean> combined(
      List<Question> questions, PendingCall call, Optional<Long> result, boolean decisive) {
    boolean open = false;
    for (var question : questions) {
      var answer = ask(question, call, result);
      if (answer.isPresent() && answer.get() == decisive) {
        return answer;
      }
      open |= answer.isEmpty();
    }
    return open ? Optional.empty() : Optional.of(!decisive);
  }

  private boolean hasField(Question.HasField question, PendingCall call, long result) {
    var thing = things.operand(call, question.subject(), result);
    if (thing == null) {
      return false;
    }
    if (question.there()) {
      long address = call.value(question.subject(), result);
      var field = thing.fieldAt(address);
      return field != null && field.kind().is(question.kind());
    }
    for (var field : thing.fields()) {
      if (field.kind().is(question.kind())) {
        return true;
      }
    }
    return false;
  }
}
