/// Pointers kept in maps and objects.
module mortise.plugin.kptr {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.kptr.LinuxKptr,
      mortise.plugin.kptr.ProposalKptr;
}
