package mortise.kernel;

/// The service by which others find this bundle, where it is installed.
public interface Peer {
  /// The kernel that this machine runs.
  ///
  /// @throws UnavailableException if it cannot be asked
  RunningKernel open();
}
