/// Intrusive doubly linked lists.
module mortise.plugin.list {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.spi;
  requires mortise.plugin.ownership;
  requires mortise.plugin.lock;
}
