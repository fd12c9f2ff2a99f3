/// Ring buffers.
module mortise.plugin.ringbuf {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.spi;

  exports mortise.plugin.ringbuf.api;

  provides mortise.spi.HelperFamily with
      mortise.plugin.ringbuf.LinuxRingbuf;
}
