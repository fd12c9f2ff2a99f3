/// Spin locks.
module mortise.plugin.lock {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.interrupt;
  requires mortise.plugin.ownership;
  requires transitive mortise.spi;

  exports mortise.plugin.lock.api;

  provides mortise.spi.HelperFamily with
      mortise.plugin.lock.LockFamily,
      mortise.plugin.lock.ProposalLock;
}
