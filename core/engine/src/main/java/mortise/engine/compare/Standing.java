package mortise.engine.compare;

import java.util.List;
import mortise.engine.Verdict;

/// What a program is under one of two semantics.
public sealed interface Standing {
  /// It was verified.
  record Judged(Verdict verdict) implements Standing {}

  /// It calls functions that only the other semantics has, so it was not written for this one.
  ///
  /// @param functions their names, helpers with their numbers (`name#93`), in the order of the
  ///   program
  record NotApplicable(List<String> functions) implements Standing {
    public NotApplicable {
      functions = List.copyOf(functions);
    }
  }

  /// There is no such program: the object has none of that name, its type is one that only the
  /// other semantics knows, or nothing in the object can be loaded because its types are refused.
  ///
  /// @param why in words
  record Absent(String why) implements Standing {}
}
