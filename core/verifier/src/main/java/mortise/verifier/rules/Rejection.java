package mortise.verifier.rules;

import java.util.HashMap;
import java.util.Map;
import mortise.spi.Rule;

/// A path broke a rule. Ends the verification of a program; never leaves the verifier.
public final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Rule rule;
  private final transient Map<String, String> words;

  private Rejection(Rule rule, Map<String, String> words) {
    super(rule.id(), null, false, false);
    this.rule = rule;
    this.words = words;
  }

  /// A rejection by `rule`; `words` are what its message has in braces and what stands for it,
  /// alternating.
  public static Rejection of(Rule rule, java.lang.Object... words) {
    var map = new HashMap<String, String>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      map.put(words[i].toString(), words[i + 1].toString());
    }
    return new Rejection(rule, map);
  }

  public static Rejection of(Rule rule, Map<String, String> words) {
    return new Rejection(rule, new HashMap<>(words));
  }

  /// The same with more words; those that are there stay.
  public Rejection with(String word, java.lang.Object value) {
    words.putIfAbsent(word, value.toString());
    return this;
  }

  public Rule rule() {
    return rule;
  }

  public Map<String, String> words() {
    return words;
  }

  /// The rule's message with the words in their places; may have several lines, the last being the
  /// one that matters most.
  public String text() {
    var template = rule.message();
    var text = new StringBuilder(template.length() + 32);
    for (int at = 0; at < template.length(); ) {
      var open = template.indexOf('{', at);
      var close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return text.append(template, at, template.length()).toString();
      }
      var word = template.substring(open + 1, close);
      var value = words.get(word);
      text.append(template, at, open).append(value == null ? "{" + word + "}" : value);
      at = close + 1;
    }
    return text.toString();
  }
}
