package mortise.runtime.ghost;

import java.util.List;
import mortise.spi.FieldKind;

/// How long what a load of a pointer field gave may be looked at.
///
/// What is *kept* does not go away meanwhile. Of the rest a load tells where something was, no
/// more.
///
/// @param kept whether it is kept at all; a run that may sleep must be inside one of the sections
/// @param until the sections whose end ends it; empty: the end of the run does
/// @param of only what has such fields can be looked at: of anything else a load tells the address
/// @param only whether it may be looked at and no more
public record Sight(boolean kept, List<String> until, List<FieldKind> of, boolean only) {
  public Sight {
    until = List.copyOf(until);
    of = List.copyOf(of);
  }

  public Sight(List<String> until, List<FieldKind> of) {
    this(true, until, of, false);
  }

  /// Whether it is of such a thing.
  boolean reaches(Thing thing) {
    return of.stream().allMatch(kind -> thing.type.field(kind).isPresent());
  }
}
