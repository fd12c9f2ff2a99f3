package mortise.verifier.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened on a path, newest last; paths share their beginnings.
///
/// @param length how many events there are
public record Trace(@Nullable Trace before, @Nullable Event event, int length) {
  public static final Trace START = new Trace(null, null, 0);

  /// Something worth telling whoever reads why a program was rejected.
  public sealed interface Event {
    /// The instruction at which it happened.
    int at();
  }

  /// A branch was taken or not.
  public record Branched(int at, boolean taken) implements Event {}

  /// Something was acquired.
  public record Acquired(int at, int obligation, String function) implements Event {}

  /// What was owed was settled: released, given away, or found to be null.
  public record Settled(int at, int obligation, String how) implements Event {
    /// What settled it.
    public String by() {
      return how.substring(how.lastIndexOf(' ') + 1);
    }
  }

  public record Entered(int at, String section) implements Event {}

  public record Left(int at, String section) implements Event {}

  /// A subprogram or callback was entered.
  public record Called(int at, String subprogram) implements Event {}

  /// A function that is verified on its own was called.
  ///
  /// @param number which of the program's functions it is
  public record Assumed(int at, int number, String subprogram) implements Event {}

  /// From here on a function is verified on its own.
  public record Alone(int at, int number, String subprogram) implements Event {}

  public record Returned(int at, String subprogram) implements Event {}

  /// One of several answers of a function was followed.
  public record Answered(int at, String function, String outcome) implements Event {}

  Trace then(Event next) {
    return new Trace(this, next, length + 1);
  }

  /// The events, oldest first.
  public List<Event> events() {
    var events = new ArrayDeque<Event>();
    for (@Nullable Trace at = this; at != null; at = at.before) {
      if (at.event != null) {
        events.addFirst(at.event);
      }
    }
    return new ArrayList<>(events);
  }
}
