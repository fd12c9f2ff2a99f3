/// For plugin authors: programs that carry their expectations, as JUnit tests.
module mortise.testkit {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires transitive mortise.engine;
  requires transitive org.junit.jupiter.api;

  exports mortise.testkit;
  exports mortise.testkit.generate;

  uses mortise.testkit.generate.StatementSource;
}
