/// The events in which collections, allocators and their subscribers meet.
module mortise.plugin.ownership {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.spi;

  exports mortise.plugin.ownership.api;
  exports mortise.plugin.ownership.linux;
  exports mortise.plugin.ownership.proposal;
}
