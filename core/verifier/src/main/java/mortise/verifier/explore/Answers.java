package mortise.verifier.explore;

import java.util.Map;
import mortise.spi.Condition;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.state.Scalar;

/// What a program may answer.
///
/// Source: linux `check_return_code` (6.18).
final class Answers {
  private Answers() {}

  static boolean mayBe(Condition.MayBeAnswer condition, CallSite site) {
    var verification = site.verification();
    if (verification.handler().isPresent()
        || (verification.alone().isPresent() && !condition.inGlobals())
        || verification.kind.returns().isEmpty()) {
      return true;
    }
    var allowed = verification.kind.returns().get();
    return site.value(condition.subject()) instanceof Scalar answer
        && isWithin(answer.mark().range(), allowed.lowest(), allowed.highest());
  }

  static void describe(Condition.MayBeAnswer condition, CallSite site, Map<String, String> words) {
    site.verification()
        .kind
        .returns()
        .ifPresent(
            allowed -> {
              words.put("lowest", Long.toString(allowed.lowest()));
              words.put("highest", Long.toString(allowed.highest()));
            });
    if (site.value(condition.subject()) instanceof Scalar answer) {
      words.put("bounds", bounds(answer.range()));
    }
  }

  static boolean isWithin(ScalarRange range, long lowest, long highest) {
    return range.smin() >= lowest && range.smax() <= highest;
  }

  /// What is known of a number, as messages say it.
  ///
  /// Source: linux `verbose_invalid_scalar` (6.18).
  static String bounds(ScalarRange range) {
    var bounds = new StringBuilder();
    if (range.smin() != Long.MIN_VALUE) {
      bounds.append(" smin=").append(range.smin());
    }
    if (range.smax() != Long.MAX_VALUE) {
      bounds.append(" smax=").append(range.smax());
    }
    return bounds.isEmpty() ? " unknown scalar value" : bounds.toString();
  }
}
