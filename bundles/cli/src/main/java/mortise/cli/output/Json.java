package mortise.cli.output;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes JSON from maps (their order is kept), lists, strings, numbers, booleans and optionals; an
/// absent member is left out.
///
/// Written by hand: writing is the easy half of JSON, and a library costs a start more than all of
/// it.
public final class Json {
  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /// The text, with a line break at its end.
  public static String write(Object value) {
    var json = new Json();
    json.value(value, 0);
    return json.out.append('\n').toString();
  }

  private void value(Object value, int depth) {
    switch (value) {
      case Map<?, ?> members -> members(members, depth);
      case List<?> elements -> elements(elements, depth);
      case String text -> string(text);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> throw new IllegalArgumentException("not JSON: " + value.getClass());
    }
  }

  private void members(Map<?, ?> members, int depth) {
    char before = '{';
    for (var member : members.entrySet()) {
      Object value = member.getValue();
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          continue;
        }
        value = optional.get();
      }
      out.append(before);
      line(depth + 1);
      string(member.getKey().toString());
      out.append(": ");
      value(value, depth + 1);
      before = ',';
    }
    close(before, '{', '}', depth);
  }

  private void elements(List<?> elements, int depth) {
    char before = '[';
    for (var element : elements) {
      out.append(before);
      line(depth + 1);
      value(element, depth + 1);
      before = ',';
    }
    close(before, '[', ']', depth);
  }

  private void close(char before, char open, char close, int depth) {
    if (before == open) {
      out.append(open);
    } else {
      line(depth);
    }
    out.append(close);
  }

  private void line(int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && lonely(text, i))) {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean lonely(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }
}
