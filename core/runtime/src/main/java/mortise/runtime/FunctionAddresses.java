package mortise.runtime;

import mortise.spi.runtime.MemoryFault;

/// Addresses that stand for subprograms. Nothing can be read there.
final class FunctionAddresses {
  // Numbers of regions that no allocation gets.
  private static final long FUNCTIONS = 0x7fff_fffe_0000_0000L;
  private static final int PROGRAM_SHIFT = 24;

  private FunctionAddresses() {}

  /// The address that stands for the subprogram at `slot` of program number `program`.
  static long of(int program, int slot) {
    return FUNCTIONS | (long) program << PROGRAM_SHIFT | slot;
  }

  /// The slot that a function's address stands for.
  ///
  /// @throws MemoryFault if it is the address of no function of that program
  static int slot(Code code, long address) {
    if (!isOne(code, address)) {
      throw new MemoryFault(
          address, "0x%x is no function of '%s'".formatted(address, code.program.name()));
    }
    return slotOf(address);
  }

  static boolean isOne(Code code, long address) {
    int slot = slotOf(address);
    return of(code.number, slot) == address && slot < code.words.length - 1;
  }

  static int slotOf(long address) {
    return (int) address & (1 << PROGRAM_SHIFT) - 1;
  }
}
