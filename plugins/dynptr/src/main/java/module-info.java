/// Dynptrs.
module mortise.plugin.dynptr {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.net;
  requires mortise.plugin.ownership;
  requires mortise.plugin.ringbuf;
  requires transitive mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.dynptr.LinuxDynptr;
}
