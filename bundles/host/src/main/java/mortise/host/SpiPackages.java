package mortise.host;

import java.io.IOException;
import java.util.jar.Manifest;
import mortise.spi.HelperFamily;

/// What the framework hands to plugins: the packages of the SPI with their versions, as the SPI's
/// own bundle declares them.
final class SpiPackages {
  private SpiPackages() {}

  /// The value of the SPI's `Export-Package`.
  static String header() {
    try (var in = HelperFamily.class.getModule().getResourceAsStream("META-INF/MANIFEST.MF")) {
      if (in != null) {
        var exported = new Manifest(in).getMainAttributes().getValue("Export-Package");
        if (exported != null) {
          return exported;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the SPI's manifest cannot be read", e);
    }
    throw new IllegalStateException("the SPI is no bundle here: it has no Export-Package");
  }
}
