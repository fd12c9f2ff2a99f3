/// Objects with many owners.
module mortise.plugin.refcount {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.lock;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.refcount.LinuxRefcount,
      mortise.plugin.refcount.ProposalRefcount;
}
