package mortise.runtime.ghost;

import java.util.List;

/// What a call is meant to do, in order: sections are left, references given up before the
/// implementation runs, everything else is so once it has.
public record Meaning(List<Deed> deeds) {
  /// Nothing that is accounted for.
  public static final Meaning NOTHING = new Meaning(List.of());

  public Meaning {
    deeds = List.copyOf(deeds);
  }

  public static Meaning of(Deed... deeds) {
    return new Meaning(List.of(deeds));
  }
}
