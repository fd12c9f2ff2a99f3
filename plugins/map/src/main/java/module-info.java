/// Maps, and the helpers that every program may call.
module mortise.plugin.map {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.map.LinuxMap,
      mortise.plugin.map.LinuxGeneral,
      mortise.plugin.map.ProposalMap,
      mortise.plugin.map.ProposalGeneral;
}
