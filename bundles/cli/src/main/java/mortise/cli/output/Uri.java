package mortise.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// File names as URI references: relative names stay relative.
final class Uri {
  private static final String PLAIN = "/-._~!$&'()*+,;=@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Uri() {}

  static String of(String fileName) {
    var uri = new StringBuilder(fileName.startsWith("/") ? "file://" : "");
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      if (isLetterOrDigit(b) || PLAIN.indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append('%').append(HEX.toHexDigits(b));
      }
    }
    return uri.toString();
  }

  private static boolean isLetterOrDigit(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}
