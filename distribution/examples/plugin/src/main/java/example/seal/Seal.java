package example.seal;

/// What is known of an object's seal.
enum Seal {
  /// Nothing: the object comes from somewhere else.
  UNKNOWN,
  OPEN,
  CLOSED
}
