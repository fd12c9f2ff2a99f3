package mortise.verifier.rulebook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a class was found, for messages.
final class Origin {
  private Origin() {}

  /// ` of seal.jar`, or nothing where nobody knows.
  static String of(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain())
        .flatMap(domain -> Optional.ofNullable(domain.getCodeSource()))
        .flatMap(source -> Optional.ofNullable(source.getLocation()))
        .map(location -> location.getPath().replaceFirst("/+$", ""))
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .filter(file -> !file.isEmpty())
        .map(file -> " of " + decoded(file))
        .orElse("");
  }

  private static String decoded(String file) {
    try {
      return Optional.ofNullable(new URI("file:/" + file).getPath())
          .map(path -> path.substring(1))
          .orElse(file);
    } catch (URISyntaxException e) {
      return file;
    }
  }
}
