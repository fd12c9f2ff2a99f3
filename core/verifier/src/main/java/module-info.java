/// What a program may do: domains, states, rules, exploration, diagnostics.
module mortise.verifier {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.object;
  requires transitive mortise.spi;

  exports mortise.verifier;
}
