package mortise.verifier.rules;

import java.util.Map;
import java.util.Optional;
import mortise.spi.Rule;

/// The rules that cannot be switched off, and why: behind what breaks them the verifier could not
/// go on.
public final class Permanent {
  private static final String SHAPE =
      "the verifier could not follow a program that runs out of its functions";

  private static final Map<Rule, String> REASONS =
      Map.of(
          ProgramRules.JUMP_OUT_OF_RANGE,
          SHAPE,
          ProgramRules.JUMP_INTO_LOAD,
          SHAPE,
          ProgramRules.NO_EXIT,
          SHAPE,
          ProgramRules.INVALID_CALL_TARGET,
          SHAPE,
          ProgramRules.TOO_LARGE,
          "it is a limit: without it there might be no end",
          ProgramRules.LAYOUT,
          "a type without a valid layout has no fields to check",
          CallRules.UNKNOWN_PROGRAM,
          "no family says what such programs may do",
          CallRules.UNKNOWN_MAP,
          "no family says what such maps hold");

  private Permanent() {}

  /// Why the rule cannot be switched off; empty if it can.
  public static Optional<String> why(Rule rule) {
    return Optional.ofNullable(REASONS.get(rule));
  }
}
