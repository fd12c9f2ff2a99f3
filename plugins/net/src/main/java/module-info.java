/// Packets and contexts.
module mortise.plugin.net {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires transitive mortise.spi;

  exports mortise.plugin.net.api;

  provides mortise.spi.HelperFamily with
      mortise.plugin.net.LinuxNet,
      mortise.plugin.net.ProposalNet;
}
