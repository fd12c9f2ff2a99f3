/// Interrupts and preemption switched off.
module mortise.plugin.interrupt {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires transitive mortise.spi;

  exports mortise.plugin.interrupt.api;

  provides mortise.spi.HelperFamily with
      mortise.plugin.interrupt.InterruptFamily;
}
