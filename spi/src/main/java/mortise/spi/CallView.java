package mortise.spi;

import java.util.Optional;
import java.util.OptionalLong;

/// What a [check][Condition#check] may see of a call on the path that is being verified. Reading a
/// number through it makes the verifier remember that the number mattered.
public interface CallView {
  /// The one number that the subject can be, if it can be only one.
  OptionalLong constant(Subject subject);

  /// The type that the subject points into, if it points into an object or a value with one.
  Optional<TypeView> type(Subject subject);

  /// The constant offset into what the subject points to.
  OptionalLong offset(Subject subject);

  /// The text that the subject points to, up to the zero that ends it, a character a byte; only of
  /// what was passed for a [Parameter.ConstantString].
  Optional<String> text(Subject subject);

  <T> T facet(Subject subject, Facet<T> facet);

  boolean referenced(Subject subject);

  boolean inside(SectionKind section);
}
