package mortise.runtime;

import mortise.runtime.memory.AddressSpace;
import mortise.spi.runtime.MemoryFault;

/// Loads from where there may be nothing.
final class Probe {
  private Probe() {}

  /// What is there, or 0.
  ///
  /// @param size in bytes; negative where the sign is extended
  static long load(AddressSpace space, long address, int size) {
    try {
      return switch (size) {
        case 1 -> space.load1(address);
        case 2 -> space.load2(address);
        case 4 -> space.load4(address);
        case -1 -> (byte) space.load1(address);
        case -2 -> (short) space.load2(address);
        case -4 -> (int) space.load4(address);
        default -> space.load8(address);
      };
    } catch (MemoryFault nothing) {
      return 0;
    }
  }
}
