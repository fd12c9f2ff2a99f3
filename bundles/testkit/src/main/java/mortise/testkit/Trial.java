package mortise.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mortise.engine.CheckedInstance;
import mortise.engine.Verdict;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;

/// One run of an accepted program, as the kernel's test run does it, held against what was believed
/// of it.
final class Trial {
  /// What a test run's packet has where nobody says otherwise.
  private static final int PACKET = 64;

  private static final Pattern PARENTHESES = Pattern.compile("^\\((.*)\\)$");

  private Trial() {}

  static List<Difference> of(Verdict.Accepted accepted, String expected) {
    var differences = new ArrayList<Difference>();
    var value = number(expected);
    if (value.isEmpty()) {
      differences.add(new Difference("value", "a number in the tag", "'%s'".formatted(expected)));
      return differences;
    }
    CheckedInstance instance;
    try {
      instance = accepted.instantiateChecked(List.of());
    } catch (NotRunnableException e) {
      differences.add(notRun(e));
      return differences;
    }
    try (instance) {
      int actual = (int) instance.run(input(accepted.program().kind()));
      if (actual != value.get()) {
        differences.add(new Difference("value", value.get().toString(), Integer.toString(actual)));
      }
    } catch (Violation e) {
      differences.add(violation(e));
    } catch (RunFault | NotRunnableException e) {
      differences.add(notRun(e));
    }
    instance.finish().stream().map(Trial::violation).forEach(differences::add);
    return differences;
  }

  private static Difference violation(Violation violation) {
    return new Difference(
        "checked run", "what was believed", String.valueOf(violation.getMessage()));
  }

  private static Difference notRun(RuntimeException problem) {
    return new Difference("run", "an end with a value", String.valueOf(problem.getMessage()));
  }

  private static Input input(ProgramKind kind) {
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    return new Input(new byte[packets ? PACKET : 0], new byte[0]);
  }

  /// R0 is compared as an `int`, so `0xffffffff` is -1.
  private static Optional<Integer> number(String text) {
    var bare = PARENTHESES.matcher(text.strip()).replaceFirst("$1").strip();
    try {
      return Optional.of(Long.decode(bare).intValue());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
