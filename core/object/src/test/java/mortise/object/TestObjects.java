package mortise.object;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The committed test objects.
final class TestObjects {
  private TestObjects() {}

  static byte[] bytes(String name) {
    try (var in = TestObjects.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test object " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BpfObject load(String name) {
    return BpfObject.parse(name, bytes(name));
  }

  static Program program(String object, String name) {
    return load(object).program(name).orElseThrow();
  }
}
