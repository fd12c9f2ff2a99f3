/// The running kernel's verifier as a peer.
module mortise.kernel {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.object;

  exports mortise.kernel;
  exports mortise.kernel.mutants;

  provides mortise.kernel.Peer with
      mortise.kernel.RunningPeer;
}
