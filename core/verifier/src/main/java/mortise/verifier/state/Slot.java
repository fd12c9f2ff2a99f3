package mortise.verifier.state;

import java.util.List;
import mortise.spi.Qualifier;
import mortise.spi.SlotKind;

/// Eight bytes of stack.
public sealed interface Slot {
  /// Nothing was ever written.
  Slot EMPTY = new Bytes(0);

  /// Eight bytes of which each is [#INVALID], [#MISC] or [#ZERO], two bits a byte, lowest address
  /// lowest.
  record Bytes(int kinds) implements Slot {
    public static final int INVALID = 0;
    public static final int MISC = 1;
    public static final int ZERO = 2;

    public int kind(int index) {
      return (kinds >> (2 * index)) & 3;
    }

    public Bytes with(int index, int kind) {
      return new Bytes((kinds & ~(3 << (2 * index))) | (kind << (2 * index)));
    }
  }

  /// A register spilled into the lowest `size` bytes; the bytes above are `rest`.
  record Spill(Value value, int size, Bytes rest) implements Slot {}

  /// A part of a typed object.
  ///
  /// @param identity the object's identity
  /// @param obligation the id of what is owed for it, 0 if nothing is; handles of one thing share
  ///   it, also where the thing is lent and nothing is owed
  /// @param part 0 for the lowest eight bytes
  /// @param qualifiers what plugins say of the object
  record Part(SlotKind kind, int identity, int obligation, int part, List<Qualifier> qualifiers)
      implements Slot {
    public Part {
      qualifiers = List.copyOf(qualifiers);
    }

    /// One of which nothing is said.
    public Part(SlotKind kind, int identity, int obligation, int part) {
      this(kind, identity, obligation, part, List.of());
    }

    /// The same, of which that is said.
    public Part qualified(List<Qualifier> values) {
      return new Part(kind, identity, obligation, part, values);
    }
  }
}
