package mortise.engine.meaning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mortise.runtime.ghost.Deed;
import mortise.spi.FieldKind;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Subject;

/// Which operands of deeds subjects are; what cannot be told from arguments and answer is none.
final class Operands {
  private Operands() {}

  static OptionalInt token(List<Subject> token, Map<Subject, Subject> roles) {
    return token.isEmpty() ? OptionalInt.of(Deed.NONE) : of(token.getFirst(), roles);
  }

  /// The kind of field, anywhere in the same object, that a token is; empty if it is what the
  /// operand points to.
  static Optional<FieldKind> fieldNamed(List<Subject> token, Map<Subject, Subject> roles) {
    return token.isEmpty()
            || !(roles.getOrDefault(token.getFirst(), token.getFirst())
                instanceof Subject.Fields fields)
        ? Optional.empty()
        : Optional.of(fields.kind());
  }

  /// Whether the operand that the subject stands for is an address, and not a type's number.
  static boolean isAddress(Subject subject, Map<Subject, Subject> roles) {
    return !(roles.getOrDefault(subject, subject) instanceof Parameter parameter)
        || !(parameter.kind() instanceof Parameter.Constant
            || parameter.kind() instanceof Parameter.LocalType
            || parameter.kind() instanceof Parameter.Map);
  }

  static OptionalInt of(Subject subject) {
    return of(subject, Map.of());
  }

  /// @param roles who plays the parts of an event
  static OptionalInt of(Subject subject, Map<Subject, Subject> roles) {
    return switch (roles.getOrDefault(subject, subject)) {
      case Parameter p -> OptionalInt.of(p.index());
      case Subject.Returned r -> OptionalInt.of(Deed.RESULT);
      // Any address in an object tells it.
      case Subject.NodeOf n -> of(n.object(), roles);
      case Subject.Fields f -> of(f.of(), roles);
      case Invocation.Received r -> OptionalInt.of(Deed.OF_CALLBACK + r.index());
      default -> OptionalInt.empty();
    };
  }
}
