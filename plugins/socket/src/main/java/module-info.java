/// Sockets as the kernel shows them to programs.
module mortise.plugin.socket {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires mortise.plugin.ownership;
  requires mortise.spi;

  provides mortise.spi.HelperFamily with
      mortise.plugin.socket.LinuxSocket;
}
