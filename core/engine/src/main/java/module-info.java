/// The one door: `Engine`.
module mortise.engine {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires dagger;
  requires jakarta.inject;
  requires transitive mortise.object;
  requires transitive mortise.runtime;
  requires transitive mortise.spi;
  requires transitive mortise.verifier;

  exports mortise.engine;
  exports mortise.engine.compare;

  uses mortise.spi.HelperFamily;
}
