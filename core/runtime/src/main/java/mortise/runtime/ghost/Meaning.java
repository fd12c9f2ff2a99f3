package mortise.runtime.ghost;

import java.util.List;

/// What a call is meant to do, in order: sections are left, references given up before the
/// implementation runs, everything else is so once it has.
///
/// @param entering what is done whenever the call calls back, with that callback's arguments;
///   sections entered so are left, and what is seen so is no longer, when it returns
public record Meaning(List<Deed> deeds, List<Deed> entering) {
  /// Nothing that is accounted for.
  public static final Meaning NOTHING = new Meaning(List.of(), List.of());

  public Meaning {
    deeds = List.copyOf(deeds);
    entering = List.copyOf(entering);
  }

  public static Meaning of(Deed... deeds) {
    return new Meaning(List.of(deeds), List.of());
  }
}
