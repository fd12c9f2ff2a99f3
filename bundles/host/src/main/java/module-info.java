/// A long-running host: plugins come and go in a watched folder.
module mortise.host {
  requires static org.jspecify;
  requires mortise.cli;
  requires mortise.spi;
  requires org.apache.felix.framework;

  exports mortise.host.shell;

  uses org.osgi.framework.launch.FrameworkFactory;
}
