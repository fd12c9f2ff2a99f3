package mortise.spi.runtime;

/// An access to memory that is not there, or not that way. Ends the run that made it.
public final class MemoryFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long address;

  public MemoryFault(long address, String problem) {
    super(problem);
    this.address = address;
  }

  public long address() {
    return address;
  }
}
