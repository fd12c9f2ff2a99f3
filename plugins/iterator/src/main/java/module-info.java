/// Open-coded iteration.
module mortise.plugin.iterator {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.lock;
  requires mortise.plugin.ownership;
  requires transitive mortise.spi;

  exports mortise.plugin.iterator.api;

  provides mortise.spi.HelperFamily with
      mortise.plugin.iterator.LinuxIterator,
      mortise.plugin.iterator.ProposalIterator;
}
