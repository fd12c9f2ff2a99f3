/// What a program may do: domains, states, rules, exploration, diagnostics.
@SuppressWarnings("module") // the engine is built after this
module mortise.verifier {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.object;
  requires transitive mortise.spi;

  exports mortise.verifier;
  exports mortise.verifier.belief to
      mortise.engine;
  exports mortise.verifier.domain to
      mortise.engine;
  exports mortise.verifier.layout to
      mortise.engine;
  exports mortise.verifier.rulebook to
      mortise.engine;
  exports mortise.verifier.rules to
      mortise.engine;
  exports mortise.verifier.state to
      mortise.engine;
}
