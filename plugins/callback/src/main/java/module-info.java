/// Functions that call back.
module mortise.plugin.callback {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.callback.LinuxCallback,
      mortise.plugin.callback.ProposalCallback;
}
