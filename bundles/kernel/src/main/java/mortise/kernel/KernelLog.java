package mortise.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel's verifier wrote of a program.
///
/// @param message its last line that is neither statistics nor a state, empty if there is none
/// @param instructions how many it processed, -1 if it did not say
/// @param microseconds how long it took, -1 if it did not say
record KernelLog(String message, long instructions, long microseconds) {
  private static final Pattern PROCESSED =
      Pattern.compile("^processed (\\d+) insns", Pattern.MULTILINE);
  private static final Pattern TIME =
      Pattern.compile("^verification time (\\d+) usec", Pattern.MULTILINE);

  static KernelLog parse(String log) {
    String message = "";
    for (String line : log.lines().toList()) {
      boolean said =
          !line.isBlank()
              && !line.startsWith("processed ")
              && !line.startsWith("stack depth")
              && !line.startsWith("verification time ")
              && !line.startsWith("cur state:")
              && !line.startsWith("old state:")
              && !line.startsWith(";");
      if (said) {
        message = line.strip();
      }
    }
    return new KernelLog(message, last(PROCESSED, log), last(TIME, log));
  }

  /// Whether the verifier went as far as the instructions.
  boolean reached() {
    return instructions >= 0 || microseconds >= 0;
  }

  private static long last(Pattern pattern, String log) {
    Matcher matcher = pattern.matcher(log);
    long value = -1;
    while (matcher.find()) {
      value = Long.parseLong(matcher.group(1));
    }
    return value;
  }
}
