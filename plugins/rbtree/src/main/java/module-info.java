/// Intrusive red-black trees.
module mortise.plugin.rbtree {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.lock;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.rbtree.LinuxRbtree,
      mortise.plugin.rbtree.ProposalRbtree;
}
