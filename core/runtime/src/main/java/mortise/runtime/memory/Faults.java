package mortise.runtime.memory;

import java.util.Locale;
import mortise.spi.runtime.MemoryFault;

/// Says what is wrong with an access.
final class Faults {
  private Faults() {}

  static String at(long address, String problem) {
    return String.format(Locale.ROOT, "%s at address 0x%x", problem, address);
  }

  static MemoryFault describe(AddressSpace space, long address, long size, boolean write) {
    var access = "%s of %d bytes".formatted(write ? "write" : "read", size);
    // No allocation is as large as 2 GiB: this far into one region is just before the next.
    var after = (int) address < 0 ? space.find(address + (1L << 31)) : null;
    if (after != null && after.state != Allocation.State.FREED) {
      return new MemoryFault(
          address,
          at(address, "%s %d bytes before %s".formatted(access, after.start - address, after)));
    }
    if (address >>> 32 == 0) {
      return new MemoryFault(
          address, at(address, access + " through a null pointer, offset " + address));
    }
    if (address >>> 32 == 0xffff_ffffL) {
      // Just below 0, seen as a signed number.
      return new MemoryFault(
          address, at(address, access + " through a null pointer or error code, " + address));
    }
    var allocation = space.find(address);
    if (allocation == null) {
      var occupant = space.occupant(address);
      return new MemoryFault(
          address,
          at(
              address,
              access + (occupant == null ? " where no memory is" : " of memory freed long ago")));
    }
    if (allocation.state == Allocation.State.FREED) {
      return new MemoryFault(
          address,
          at(
              address,
              "%s of freed memory, offset %d of %s, freed by %s"
                  .formatted(access, address - allocation.start, allocation, allocation.freed)));
    }
    long offset = address - allocation.start;
    if (write && !allocation.writable && size >= 0 && offset <= allocation.size - size) {
      return new MemoryFault(
          address, at(address, "%s to read-only %s".formatted(access, allocation)));
    }
    return new MemoryFault(
        address, at(address, "%s at offset %d of %s".formatted(access, offset, allocation)));
  }
}
