package mortise.verifier.explore;

import mortise.spi.Invocation;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Scalar;

/// What programs, global subprograms and callbacks may answer.
///
/// Source: linux `check_return_code` (6.18).
record ReturnValues(Verification verification, MemoryAccess memory) {
  /// Checks R0 at the end of a path.
  void checkEnd(Path path) {
    var alone = verification.alone();
    if (alone.isEmpty() && memory.givesNothing()) {
      return;
    }
    var value = path.use(0);
    if (alone.isPresent() && verification.handler().filter(h -> h.is(alone.get())).isEmpty()) {
      if (!(value instanceof Scalar)) {
        throw Rejection.of(ProgramRules.SUBPROGRAM_RETURN, "type", Names.type(value));
      }
      return;
    }
    var range = verification.kind.returns();
    if (range.isEmpty()) {
      return;
    }
    if (!(value instanceof Scalar scalar)) {
      throw Rejection.of(ProgramRules.RETURN_NOT_SCALAR, "type", Names.type(value));
    }
    checkRange(
        "At program exit", scalar.mark().range(), range.get().lowest(), range.get().highest());
  }

  static void checkCallback(Path path, Invocation invocation) {
    boolean later = invocation.repetition() == Invocation.Repetition.LATER;
    var value = later ? path.use(0) : path.state.register(0);
    if (!(value instanceof Scalar scalar)) {
      throw Rejection.of(ProgramRules.CALLBACK_RETURN);
    }
    checkRange(
        later ? "At async callback return" : "At callback return",
        scalar.mark().range(),
        invocation.lowest(),
        invocation.highest());
  }

  private static void checkRange(String what, ScalarRange range, long lowest, long highest) {
    if (Answers.isWithin(range, lowest, highest)) {
      return;
    }
    throw Rejection.of(
        ProgramRules.RETURN_RANGE,
        "what",
        what,
        "bounds",
        Answers.bounds(range),
        "lowest",
        lowest,
        "highest",
        highest);
  }
}
