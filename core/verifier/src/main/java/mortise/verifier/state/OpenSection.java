package mortise.verifier.state;

import mortise.spi.SectionKind;

/// A section that was entered and not left.
///
/// @param identity the identity of its token, 0 where there is none or the holder makes it clear
/// @param holder what the token lies in, for tokens without identity
/// @param offset where in it
/// @param member the type and offset of the field that the token is, empty if it is none
/// @param entered the instruction
public record OpenSection(
    SectionKind kind,
    int identity,
    java.lang.Object holder,
    long offset,
    String member,
    int entered) {
  /// Whether the token is the same.
  public boolean isToken(int otherIdentity, java.lang.Object otherHolder) {
    return identity == otherIdentity && holder.equals(otherHolder);
  }
}
