package mortise.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.runtime.RemainingObject;

/// A run that went wrong although its program was accepted.
final class RunProblem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 20;

  RunProblem(Throwable why) {
    super(why.getMessage(), why);
  }

  /// The run ended well, but not everything was given back.
  RunProblem(List<RemainingObject> left) {
    super(
        Stream.concat(
                left.stream().limit(MOST).map(object -> "left over: " + object),
                left.size() > MOST
                    ? Stream.of("and %d more".formatted(left.size() - MOST))
                    : Stream.empty())
            .collect(Collectors.joining("\n")));
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
