/// Spin locks.
module mortise.plugin.lock {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.spi;

  exports mortise.plugin.lock.api;
}
