/// First declarations of the ownership families of mainline, without runtime halves.
module mortise.plugin.drafts {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.spi;
}
