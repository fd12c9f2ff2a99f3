package mortise.spi;

import java.util.regex.Pattern;

/// One thing that a program must not do, as data: a stable id, a message, what to do about it, and
/// where the rule comes from.
///
/// A message is a template: `{arg} expected pointer to allocated object`. What may stand in braces
/// is what the [Condition] that failed says of itself (see its documentation), and for every call
/// `{function}`, `{arg}` (`arg#0` for kfuncs, `R1` for helpers), `{register}` and `{instruction}`.
/// Other braces (`spin_{lock,unlock}`) stand for themselves. Sections know `{boundary}`; slots
/// `{slot}` and `{index}` (of the argument); rules on types `{type}`, on chains of them `{path}`.
public record Rule(
    String id,
    Category category,
    String message,
    String suggestion,
    String documentation,
    String source) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*");

  public Rule {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a rule id (family.kebab-case): " + id);
    }
  }

  /// Starts a rule; `id` is `family.what-is-wrong`, and never changes once published.
  public static Builder id(String id) {
    return new Builder(id);
  }

  /// The part of the id before the dot.
  public String family() {
    return id.substring(0, id.indexOf('.'));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rule rule && rule.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }

  /// Collects the parts of a [Rule]; `message` ends it.
  public static final class Builder {
    private final String id;
    private Category category = Category.CALL_TYPE_SAFETY;
    private String suggestion = "";
    private String documentation = "";
    private String source = "";

    private Builder(String id) {
      this.id = id;
    }

    public Builder category(Category value) {
      category = value;
      return this;
    }

    /// What a programmer can do about it, one short sentence.
    public Builder suggestion(String value) {
      suggestion = value;
      return this;
    }

    /// Why the rule exists and when it holds, in Markdown; `mortise explain` prints it.
    public Builder documentation(String value) {
      documentation = value.strip();
      return this;
    }

    /// The kernel function or the section of the discussion that the rule mirrors.
    public Builder source(String value) {
      source = value;
      return this;
    }

    /// The message template; ends the rule.
    public Rule message(String template) {
      return new Rule(id, category, template, suggestion, documentation, source);
    }
  }
}
