package mortise.kernel.mutants;

import java.util.Locale;
import java.util.Map;
import mortise.object.RawInstruction;

/// One change to a program.
///
/// @param kind what sort of mistake it is
/// @param slot where it is
/// @param number which of the mutations of its kind and slot, from 0
/// @param changes the slots that change
public record Mutation(Kind kind, int slot, int number, Map<Integer, RawInstruction> changes) {
  public Mutation {
    changes = Map.copyOf(changes);
  }

  /// What a mutation takes away or changes.
  public enum Kind {
    /// A look at zero that always goes one way, or tells nothing.
    NULL_CHECK,
    /// Another comparison that always goes one way.
    BRANCH,
    /// A comparison with another relation.
    CONDITION,
    /// A comparison with another number.
    BOUND,
    /// A call that is not made; its answer is zero, unknown, or what was in R0 before.
    CALL,
    /// A call made instead of the next one, so that it is made twice.
    AGAIN,
    /// Two calls in the other order.
    ORDER,
    /// A memory access, or a pointer, somewhat beside.
    OFFSET,
    /// Another number.
    NUMBER,
    /// A mask or shift that lets more through.
    MASK,
    /// Another register's value.
    REGISTER,
    /// Anything else in a slot.
    RANDOM;

    /// The kind in a mutation's name.
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Names it among the mutations of its program: `12.call.0`.
  public String id() {
    return "%d.%s.%d".formatted(slot, kind.label(), number);
  }
}
