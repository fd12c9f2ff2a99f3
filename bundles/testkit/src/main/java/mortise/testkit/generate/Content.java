package mortise.testkit.generate;

/// What a register or an 8-byte stack slot holds, as far as the generator knows. It decides what is
/// worth generating, and nothing else: where it is wrong, a program is rejected.
///
/// Families may add their own; equal ones are interchangeable.
public interface Content {

  /// What is known where one of two ways was taken.
  default Content joined(Content other) {
    return equals(other) ? this : Nothing.NOTHING;
  }

  /// Nothing that may be read.
  record Nothing() implements Content {
    public static final Nothing NOTHING = new Nothing();
  }

  /// A number.
  ///
  /// @param min the least that it can be, unsigned
  /// @param max the greatest that it can be, unsigned
  record Scalar(long min, long max) implements Content {
    public static final Scalar ANY = new Scalar(0, -1);
    public static final Scalar WORD = new Scalar(0, 0xffff_ffffL);

    /// One number.
    public static Scalar of(long value) {
      return new Scalar(value, value);
    }

    /// A number of so many bits.
    public static Scalar ofBits(int bits) {
      return bits == 64 ? ANY : new Scalar(0, (1L << bits) - 1);
    }

    /// Whether it is at most `limit`.
    public boolean isWithin(long limit) {
      return Long.compareUnsigned(max, limit) <= 0;
    }

    @Override
    public Content joined(Content other) {
      return switch (other) {
        case Scalar(long otherMin, long otherMax) ->
            new Scalar(
                Long.compareUnsigned(min, otherMin) < 0 ? min : otherMin,
                Long.compareUnsigned(max, otherMax) > 0 ? max : otherMax);
        case Memory memory when isWithin(0) -> memory.orNull();
        default -> Nothing.NOTHING;
      };
    }
  }

  /// A pointer into memory.
  ///
  /// @param id equal for copies of one pointer, which become known not to be null together
  /// @param nullable whether it may be null still
  /// @param exact whether nothing variable was added to it
  /// @param from the first byte that may be accessed, relative to the pointer
  /// @param to the first byte that may not
  record Memory(Region region, int id, boolean nullable, boolean exact, long from, long to)
      implements Content {

    /// The bytes that may be accessed.
    public long size() {
      return to - from;
    }

    /// The same, perhaps null.
    public Memory orNull() {
      return new Memory(region, id, true, exact, from, to);
    }

    /// The same, not null.
    public Memory notNull() {
      return new Memory(region, id, false, exact, from, to);
    }

    /// The same so many bytes on.
    public Memory moved(long bytes) {
      return new Memory(region, id, nullable, exact, from - bytes, to - bytes);
    }

    /// The same plus a number between `min` and `max`.
    Memory indexed(Scalar by) {
      return new Memory(region, id, nullable, false, from - by.min(), to - by.max());
    }

    @Override
    public Content joined(Content other) {
      return switch (other) {
        case Memory m when m.region.equals(region) && m.id == id ->
            new Memory(
                region,
                id,
                nullable || m.nullable,
                exact && m.exact && from == m.from,
                Math.max(from, m.from),
                Math.min(to, m.to));
        case Scalar zero when zero.isWithin(0) -> orNull();
        default -> Nothing.NOTHING;
      };
    }
  }

  /// What a pointer points into.
  ///
  /// @param name what it is, for those who look for it
  /// @param indexed whether numbers may be added that are not known
  /// @param aligned whether each access must be aligned, counted from the first byte
  /// @param atomic whether atomic operations may be used on it
  record Region(String name, boolean indexed, boolean aligned, boolean atomic) {}

  /// Something that is only passed on: a context, the end of a packet.
  record Token(String name) implements Content {
    /// What a program is given in R1. One copy of it is always kept.
    public static final Token CONTEXT = new Token("context");
  }
}
