package mortise.spi;

import java.util.List;

/// What becomes of a pointer when that which it depended on ends.
public sealed interface Transform {
  /// It is a number that nobody knows.
  record ToScalar() implements Transform {}

  /// It loses some qualifiers and gets others; `dropsNull` also makes it usable unchecked.
  record Requalified(List<Qualifier> without, List<Qualifier> with, boolean dropsNull)
      implements Transform {
    public Requalified {
      without = List.copyOf(without);
      with = List.copyOf(with);
    }
  }

  /// It may not be used any more; the message of whoever tries says `why`. In it `{at}` is the
  /// instruction at which it ended, `{settled}` what settled the obligation before (` by f at 41`).
  record Poisoned(String why) implements Transform {}

  static Transform toScalar() {
    return new ToScalar();
  }

  static Transform poisoned(String why) {
    return new Poisoned(why);
  }
}
