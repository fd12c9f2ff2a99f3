package mortise.engine.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.verifier.rulebook.RuleBook;

/// Two engines, a left and a right one, and what is different between them.
///
/// ```java
/// var comparison = Comparison.of(Engine.of(linux), Engine.of(proposal));
/// for (var pair : comparison.programs(left.load(file), right.load(file))) {
///   var program = pair.compare();
///   if (program.differs()) { … }
/// }
/// ```
///
/// Immutable, and safe to use from many threads.
public final class Comparison {
  private final RuleBook left;
  private final RuleBook right;

  private Comparison(RuleBook left, RuleBook right) {
    this.left = left;
    this.right = right;
  }

  public static Comparison of(Engine left, Engine right) {
    return new Comparison(left.rulebook(), right.rulebook());
  }

  /// The programs of two objects by name, those of the left in their order and then those that only
  /// the right one has. The objects are one file loaded by each engine, or the same source compiled
  /// for each.
  public List<ProgramPair> programs(LoadedObject leftObject, LoadedObject rightObject) {
    var pairs = new ArrayList<ProgramPair>();
    for (var program : leftObject.programs()) {
      pairs.add(pair(program.name(), Optional.of(program), rightObject.program(program.name())));
    }
    for (var program : rightObject.programs()) {
      if (leftObject.program(program.name()).isEmpty()) {
        pairs.add(pair(program.name(), Optional.empty(), Optional.of(program)));
      }
    }
    return pairs;
  }

  private ProgramPair pair(
      String name, Optional<LoadedProgram> leftProgram, Optional<LoadedProgram> rightProgram) {
    return new ProgramPair(name, leftProgram, rightProgram, left, right);
  }

  /// What the declarations of the two say differently, function by function, field by field.
  public RulesComparison rules() {
    return RulesComparison.of(left, right);
  }
}
