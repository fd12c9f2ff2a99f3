/// The command line.
module mortise.cli {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires info.picocli;
  requires mortise.engine;
  requires mortise.spi;

  uses mortise.spi.HelperFamily;

  opens mortise.cli to
      info.picocli;
}
