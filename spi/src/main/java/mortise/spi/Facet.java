package mortise.spi;

import java.util.List;
import java.util.function.LongUnaryOperator;

/// An immutable value that a plugin keeps on what the verifier tracks, and that is compared by
/// `equals` when states are compared; values that [name identities][NamesIdentities], after
/// renaming.
///
/// Values must be immutable, with an `equals` and `hashCode` by content: records and enums are.
///
/// @param name namespaced by family, `list.link`
/// @param type the class of the values
/// @param initial the value of whatever nobody has set, which must be the safe one
public record Facet<T>(String name, Class<T> type, T initial, Place place) {
  /// What a facet is kept on.
  public enum Place {
    /// The object (or map value, or slot object) itself, however it is reached.
    IDENTITY,
    /// What the program owes for an identity.
    OBLIGATION,
    /// One special field of an identity, told apart by its offset.
    FIELD
  }

  public static <T> Facet<T> onIdentity(String name, Class<T> type, T initial) {
    return new Facet<>(name, type, initial, Place.IDENTITY);
  }

  public static <T> Facet<T> onObligation(String name, Class<T> type, T initial) {
    return new Facet<>(name, type, initial, Place.OBLIGATION);
  }

  public static <T> Facet<T> onField(String name, Class<T> type, T initial) {
    return new Facet<>(name, type, initial, Place.FIELD);
  }

  @Override
  public String toString() {
    return name;
  }

  /// A value that names identities (`Linked(head)`). Two states are compared after the identities
  /// of one have been mapped to those of the other.
  ///
  /// Laws: `v.renamed(x -> x).equals(v)`, and `v.renamed(f).identities()` are the images of
  /// `v.identities()` under `f`, in order.
  public interface NamesIdentities {
    /// The identities named, always in the same order.
    List<Long> identities();

    /// The same value about other identities.
    NamesIdentities renamed(LongUnaryOperator map);
  }
}
