/// The kernel's helpers that programs can be judged with.
module mortise.plugin.prototype {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.prototype.LinuxPrototype;
}
