/// The contract between the engine and helper families.
module mortise.spi {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;

  exports mortise.spi;
  exports mortise.spi.runtime;
}
