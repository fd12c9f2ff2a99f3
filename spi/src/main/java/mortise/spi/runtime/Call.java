package mortise.spi.runtime;

/// One call of a function while a program runs.
public interface Call {
  Machine machine();

  /// The value of R1 (index 0) to R5 (index 4).
  long argument(int index);

  /// The kernel's number for the type of the running program, `BPF_PROG_TYPE_…`; 0 if unknown.
  default int programType() {
    return 0;
  }

  /// Calls a subprogram of the running program back, by the address that was passed for it, and
  /// gives its R0.
  long invoke(long callback, long... arguments);

  /// Ends the run, whatever frame it is in. The subprogram that the program names as its handler is
  /// called with the number, and its answer is the run's; where there is none, the number is.
  ///
  /// @return never
  default long unwind(long number) {
    throw new UnsupportedOperationException("ending the run");
  }

  /// Calls a subprogram of the running program back once everybody who is a reader now has ceased
  /// to be one: once, on its own, on the CPU of no run, and at the latest when the machine is
  /// closed. Objects among the arguments are handed over to it.
  default void later(long callback, long... arguments) {
    throw new UnsupportedOperationException("callbacks after the call");
  }
}
