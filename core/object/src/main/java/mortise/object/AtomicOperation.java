package mortise.object;

/// What an atomic read-modify-write does with memory and its source register.
public enum AtomicOperation {
  ADD,
  OR,
  AND,
  XOR,
  /// The source register and memory swap their contents; always fetches.
  EXCHANGE,
  /// Memory becomes the source if it equals R0; R0 becomes memory's old value; always fetches.
  COMPARE_EXCHANGE
}
