package mortise.cli.plugins;

import java.util.Optional;
import mortise.spi.HelperFamily;
import mortise.spi.Spi;

/// Whether a family accepts the SPI that is here.
public final class SpiRange {
  private SpiRange() {}

  /// One line that says why not, or nothing.
  public static Optional<String> objection(HelperFamily family) {
    var info = family.info();
    return info.spi().contains(Spi.VERSION)
        ? Optional.empty()
        : Optional.of(
            "%s was written for SPI %s, and this is %s".formatted(info, info.spi(), Spi.VERSION));
  }
}
