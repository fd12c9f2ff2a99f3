/// Read sections, and ends after a grace period.
module mortise.plugin.rcu {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.lock;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.rcu.RcuFamily,
      mortise.plugin.rcu.ProposalRcu;
}
