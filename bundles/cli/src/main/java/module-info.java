/// The command line.
@SuppressWarnings("module") // the host is built after this and embeds it
module mortise.cli {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires static mortise.kernel;
  requires info.picocli;
  requires mortise.engine;
  requires mortise.spi;

  exports mortise.cli to
      mortise.host;
  exports mortise.cli.plugins to
      mortise.host;

  uses mortise.kernel.Peer;
  uses mortise.spi.HelperFamily;

  opens mortise.cli to
      info.picocli;
}
