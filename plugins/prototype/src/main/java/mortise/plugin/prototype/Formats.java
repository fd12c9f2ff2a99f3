package mortise.plugin.prototype;

import mortise.spi.CallView;
import mortise.spi.Parameter;

/// Formats of texts that helpers write, before anything is written.
///
/// Source: linux `bpf_bprintf_prepare` (6.18).
final class Formats {
  private static final String KERNEL_AND_SYMBOL = "KxsSB";
  private static final String INTEGERS = "idxXu";

  private final String text;
  private int at;

  private Formats(String text) {
    this.text = text;
  }

  /// Whether each conversion of the format has its 8 bytes of data. Bytes whose number is not known
  /// are none.
  static boolean fit(CallView call, Parameter format, Parameter length) {
    long bytes = call.constant(length).orElse(0);
    return bytes % Long.BYTES == 0
        && call.text(format)
            .filter(text -> new Formats(text).conversions() <= bytes / Long.BYTES)
            .isPresent();
  }

  /// How many there are; more than any data is long for if one of them is none.
  private long conversions() {
    long count = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      boolean printable = (c >= ' ' && c < 0x7f) || isSpace(c);
      if (!printable) {
        return Long.MAX_VALUE;
      }
      if (c != '%') {
        continue;
      }
      if (peek(0) == '%') {
        at++;
        continue;
      }
      if (!conversion()) {
        return Long.MAX_VALUE;
      }
      count++;
    }
    return count;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
  }

  /// Whether a conversion may end before that character.
  private static boolean ends(char c) {
    return c == 0 || isSpace(c) || isPunctuation(c);
  }

  private boolean conversion() {
    while ("0+- ".indexOf(peek(0)) >= 0 && peek(0) != 0) {
      at++;
    }
    if (peek(0) >= '1' && peek(0) <= '9') {
      while (peek(0) >= '0' && peek(0) <= '9') {
        at++;
      }
    }
    char kind = peek(0);
    at++;
    return switch (kind) {
      case 'p' -> pointer();
      case 's' -> ends(peek(0));
      case 'c' -> true;
      case 'l' -> {
        if (peek(0) == 'l') {
          at++;
        }
        yield integer(peek(0), 1);
      }
      default -> integer(kind, 0);
    };
  }

  private boolean integer(char kind, int length) {
    at += length;
    return kind != 0 && INTEGERS.indexOf(kind) >= 0;
  }

  private boolean pointer() {
    char kind = peek(0);
    if (ends(kind)) {
      return true;
    }
    if ((kind == 'k' || kind == 'u') && peek(1) == 's') {
      at += 2;
      return ends(peek(0));
    }
    if (KERNEL_AND_SYMBOL.indexOf(kind) >= 0) {
      at++;
      return true;
    }
    boolean address = (kind == 'i' || kind == 'I') && (peek(1) == '4' || peek(1) == '6');
    at += 2;
    return address;
  }
}
