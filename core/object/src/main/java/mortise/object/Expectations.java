package mortise.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a program's declaration tags expect of a verifier, in the convention of the kernel's
/// selftests (`bpf_misc.h`). Forms for unprivileged users are left out.
///
/// @param verdict empty if no tag expects one
/// @param messages what the log contains, in order; parts in `{{…}}` are regular expressions
/// @param absentMessages what the log must not contain
/// @param returnValue what running the accepted program returns
/// @param rules the rule ids that must have rejected the program
/// @param policies the policies that the program is judged under, by name; the others are at their
///   defaults
/// @param flags names and numbers of load flags, a leading `!` clears one
/// @param auxiliary whether the program is only there for others
/// @param architectures where the test applies; everywhere if empty
public record Expectations(
    Optional<Verdict> verdict,
    List<String> messages,
    List<String> absentMessages,
    Optional<String> returnValue,
    List<String> rules,
    Map<String, String> policies,
    OptionalInt logLevel,
    List<String> flags,
    List<String> architectures,
    boolean auxiliary,
    Optional<String> description) {

  /// What a verifier may say.
  public enum Verdict {
    SUCCESS,
    FAILURE
  }

  private static final Pattern TAG =
      Pattern.compile("comment:(?:(\\d+):)?([a-z_A-Z]+)(?:=(.*))?", Pattern.DOTALL);
  private static final Pattern NUMBERED = Pattern.compile("(\\d+)=(.*)", Pattern.DOTALL);

  private record Entry(int order, String key, String value) {}

  /// Reads a function's declaration tags; tags that expect nothing are skipped.
  public static Expectations of(List<String> tags) {
    var entries = new ArrayList<Entry>();
    for (String tag : tags) {
      parse(tag).ifPresent(entries::add);
    }
    entries.sort(Comparator.comparingInt(Entry::order));
    Optional<Verdict> verdict = Optional.empty();
    for (Entry entry : entries) {
      if (entry.key().equals("test_expect_success")) {
        verdict = Optional.of(Verdict.SUCCESS);
      } else if (entry.key().equals("test_expect_failure")) {
        verdict = Optional.of(Verdict.FAILURE);
      }
    }
    return new Expectations(
        verdict,
        values(entries, "test_expect_msg"),
        values(entries, "test_expect_not_msg"),
        values(entries, "test_retval").stream().findFirst(),
        values(entries, "mortise_rule"),
        policies(values(entries, "mortise_policy")),
        values(entries, "test_log_level").stream()
            .flatMap(s -> number(s).stream())
            .mapToInt(Integer::intValue)
            .findFirst(),
        values(entries, "test_prog_flags"),
        values(entries, "test_arch"),
        entries.stream().anyMatch(e -> e.key().equals("test_auxiliary")),
        values(entries, "test_description").stream().findFirst());
  }

  private static Optional<Entry> parse(String tag) {
    Matcher matcher = TAG.matcher(tag.startsWith("mortise_rule=") ? "comment:" + tag : tag);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String key = matcher.group(2);
    String value = matcher.group(3) == null ? "" : matcher.group(3);
    int order = matcher.group(1) == null ? 0 : number(matcher.group(1)).orElse(0);
    Matcher numbered = NUMBERED.matcher(value);
    boolean counted = key.contains("msg") || key.contains("xlated") || key.contains("jited");
    if (counted && numbered.matches()) {
      order = number(numbered.group(1)).orElse(0);
      value = numbered.group(2);
    }
    return Optional.of(new Entry(order, key, value));
  }

  /// `name=value name=value`; a part without `=` chooses nothing.
  private static Map<String, String> policies(List<String> tags) {
    var policies = new TreeMap<String, String>();
    for (var part : String.join(" ", tags).strip().split("\\s+", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        policies.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return Collections.unmodifiableMap(policies);
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.decode(text.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static List<String> values(List<Entry> entries, String key) {
    return entries.stream().filter(e -> e.key().equals(key)).map(Entry::value).toList();
  }
}
