package mortise.spi.runtime;

/// One call of a function while a program runs.
public interface Call {
  Machine machine();

  /// The value of R1 (index 0) to R5 (index 4).
  long argument(int index);

  /// Calls a subprogram of the running program back, by the address that was passed for it, and
  /// gives its R0.
  long invoke(long callback, long... arguments);

  /// Calls a subprogram of the running program back once everybody who is a reader now has ceased
  /// to be one: once, on its own, on the CPU of no run, and at the latest when the machine is
  /// closed. Objects among the arguments are handed over to it.
  default void later(long callback, long... arguments) {
    throw new UnsupportedOperationException("callbacks after the call");
  }
}
