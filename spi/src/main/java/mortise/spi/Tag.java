package mortise.spi;

import java.util.List;
import java.util.Optional;

/// The form of a declaration tag that a special field carries: `contains:{struct}:{member}`,
/// `struct:{struct}:{member}`, `owner:{member}`.
///
/// Literal parts must match; `{struct}` names a struct of the program's own BTF, `{member}` a
/// member of that struct (of the field's own struct where the tag names no struct), `{function}` a
/// subprogram.
public record Tag(String form) {
  /// What a tag of this form named; parts that the form does not have are empty.
  public record Match(Optional<String> struct, Optional<String> member, Optional<String> function) {
    /// One that names no function.
    public Match(Optional<String> struct, Optional<String> member) {
      this(struct, member, Optional.empty());
    }
  }

  /// The names in `text`, or empty if it is not of this form.
  public Optional<Match> match(String text) {
    var want = List.of(form.split(":", -1));
    var have = List.of(text.split(":", -1));
    if (want.size() != have.size()) {
      return Optional.empty();
    }
    Optional<String> struct = Optional.empty();
    Optional<String> member = Optional.empty();
    Optional<String> function = Optional.empty();
    for (int i = 0; i < want.size(); i++) {
      switch (want.get(i)) {
        case "{struct}" -> struct = Optional.of(have.get(i));
        case "{function}" -> function = Optional.of(have.get(i));
        case "{member}" -> member = Optional.of(have.get(i));
        default -> {
          if (!want.get(i).equals(have.get(i))) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(new Match(struct, member, function));
  }

  /// Whether `text` starts like a tag of this form, so that a mistake in the rest can be reported.
  public boolean startsLike(String text) {
    var literal = form.indexOf('{');
    return literal > 0 && text.startsWith(form.substring(0, literal));
  }
}
