package mortise.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import mortise.object.Expectations;

/// The messages that are expected against those that came.
final class Texts {
  private static final List<String> LIMITS =
      List.of("BPF program is too large", "The sequence of ");

  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

  private Texts() {}

  static boolean tellsOfLimit(String message) {
    return LIMITS.stream().anyMatch(message::startsWith);
  }

  /// Each message lies in the text, behind the one before, and the last in the last line.
  static List<Difference> compare(Expectations expected, String text) {
    var differences = new ArrayList<Difference>();
    int from = 0;
    for (int i = 0; i < expected.messages().size(); i++) {
      var message = expected.messages().get(i);
      boolean last = i == expected.messages().size() - 1;
      var matcher = pattern(message).matcher(text);
      int lastLine = text.strip().lastIndexOf('\n') + 1;
      if (matcher.find(last ? Math.max(from, lastLine) : from)) {
        from = matcher.end();
      } else {
        differences.add(new Difference("message", quote(message), quote(text.strip())));
      }
    }
    for (var message : expected.absentMessages()) {
      if (pattern(message).matcher(text).find()) {
        differences.add(
            new Difference("absent message", "no " + quote(message), quote(text.strip())));
      }
    }
    return differences;
  }

  private static String quote(String text) {
    return "\"%s\"".formatted(text);
  }

  /// A message is literal but for what stands in double braces.
  private static Pattern pattern(String message) {
    var out = new StringBuilder();
    var matcher = EXPRESSION.matcher(message);
    int from = 0;
    while (matcher.find()) {
      out.append(Pattern.quote(message.substring(from, matcher.start())));
      out.append("(?:").append(matcher.group(1)).append(')');
      from = matcher.end();
    }
    out.append(Pattern.quote(message.substring(from)));
    return Pattern.compile(out.toString());
  }
}
