package mortise.engine.meaning;

import java.util.List;
import java.util.OptionalInt;
import mortise.runtime.ghost.Deed;
import mortise.spi.Movement;
import mortise.spi.Subject;
import mortise.verifier.rulebook.FunctionPlan;

/// What things into which things go, and out of which.
final class Movements {
  private Movements() {}

  static void add(Movement movement, List<Deed> to) {
    switch (movement) {
      case Movement.Into m -> {
        var beside = m.beside().map(b -> Operands.of(b)).orElse(OptionalInt.of(Deed.NONE));
        both(
            m.node(),
            m.container(),
            (node, container) ->
                to.add(new Deed.Puts(node, container, m.place(), beside.orElse(Deed.NONE))));
      }
      case Movement.OutOf m ->
          both(
              m.node(),
              m.container(),
              (node, container) -> to.add(new Deed.Takes(node, container, m.place())));
      case Movement.In m ->
          both(
              m.node(),
              m.container(),
              (node, container) -> to.add(new Deed.Finds(node, container, m.place())));
      case Movement.Exchange m ->
          both(m.field(), m.value(), (field, value) -> to.add(new Deed.Exchanges(field, value)));
      case Movement.Begins m ->
          Operands.of(m.field()).ifPresent(field -> to.add(new Deed.Begins(field)));
      case Movement.Ends m ->
          Operands.of(m.field()).ifPresent(field -> to.add(new Deed.Ends(field)));
    }
  }

  private interface Pair {
    void accept(int left, int right);
  }

  private static void both(Subject left, Subject right, Pair action) {
    var one = Operands.of(left);
    var other = Operands.of(right);
    if (one.isPresent() && other.isPresent()) {
      action.accept(one.getAsInt(), other.getAsInt());
    }
  }

  /// Whether a movement puts the operand somewhere.
  static boolean isMoved(FunctionPlan plan, int operand) {
    return plan.movements().stream()
        .anyMatch(
            movement ->
                switch (movement) {
                  case Movement.Into m -> isOperand(m.node(), operand);
                  case Movement.Exchange m -> isOperand(m.value(), operand);
                  case Movement.OutOf m -> false;
                  case Movement.In m -> false;
                  case Movement.Begins m -> false;
                  case Movement.Ends m -> false;
                });
  }

  private static boolean isOperand(Subject subject, int operand) {
    var found = Operands.of(subject);
    return found.isPresent() && found.getAsInt() == operand;
  }

  /// Whether a movement says where the result comes from.
  static boolean isPlaced(FunctionPlan plan) {
    return plan.movements().stream()
        .anyMatch(
            movement ->
                switch (movement) {
                  case Movement.OutOf m -> isOperand(m.node(), Deed.RESULT);
                  case Movement.In m -> isOperand(m.node(), Deed.RESULT);
                  case Movement.Into m -> false;
                  case Movement.Exchange m -> false;
                  case Movement.Begins m -> false;
                  case Movement.Ends m -> false;
                });
  }
}
