/// Objects of the program's own types.
module mortise.plugin.allocator {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.allocator.AllocatorFamily,
      mortise.plugin.allocator.ProposalAllocator;
}
