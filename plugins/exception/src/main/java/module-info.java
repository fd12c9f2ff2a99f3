/// Programs that end before their time.
module mortise.plugin.exception {
  requires static org.jspecify;
  requires mortise.plugin.ownership;
  requires transitive mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.exception.ExceptionFamily;
}
