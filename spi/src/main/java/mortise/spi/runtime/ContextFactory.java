package mortise.spi.runtime;

/// Makes the context that a program of some kind runs on.
@FunctionalInterface
public interface ContextFactory {
  Context create(Machine machine, Input input);

  /// What the caller gave: the packet's bytes and the context's (either may be empty).
  record Input(byte[] packet, byte[] context) {}

  /// A context in the machine's memory.
  ///
  /// @param address what R1 holds when the program starts
  /// @param packet where the packet's data starts, 0 if there is none
  /// @param packetEnd where it ends
  /// @param packetMeta where its metadata starts
  record Context(long address, long packet, long packetEnd, long packetMeta) {}
}
