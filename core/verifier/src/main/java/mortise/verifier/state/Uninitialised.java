package mortise.verifier.state;

/// Nothing that may be read.
public enum Uninitialised implements Value {
  VALUE
}
