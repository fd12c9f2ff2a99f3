package mortise.verifier.explore;

import java.util.Optional;
import mortise.object.Instruction;
import mortise.object.JumpCondition;
import mortise.object.Operand;
import mortise.object.Width;
import mortise.verifier.domain.AluOperation;
import mortise.verifier.domain.Comparison;
import mortise.verifier.domain.Decision;
import mortise.verifier.domain.Extent;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Conditional jumps: which branches are possible, and what each of them teaches.
///
/// Source: linux `check_cond_jmp_op` (6.18).
record Branching(Nullness nullness) {
  /// Takes the jump or not; if both are possible, `path` falls through and the other is given.
  Optional<Path> jump(Path path, Instruction.ConditionalJump jump) {
    var left = path.use(jump.destination());
    var right = operand(path, jump);
    var decision = decide(jump, left, right);
    if (decision != Decision.UNKNOWN) {
      mark(left);
      mark(right);
      boolean taken = decision == Decision.TRUE;
      path.state.record(new Trace.Branched(path.at, taken));
      path.at = taken ? jump.target() : path.at + 1;
      return Optional.empty();
    }
    int here = path.at;
    var other = path.fork(jump.target());
    learn(path.state, here, jump, left, right, false);
    learn(other.state, here, jump, left, right, true);
    path.state.record(new Trace.Branched(here, false));
    other.state.record(new Trace.Branched(here, true));
    path.at = here + 1;
    return Optional.of(other);
  }

  private static Value operand(Path path, Instruction.ConditionalJump jump) {
    return switch (jump.source()) {
      case Operand.Register source -> path.use(source.number());
      case Operand.Immediate immediate -> Scalar.constant(immediate.value(), path.at);
    };
  }

  private static void mark(Value value) {
    if (value instanceof Scalar scalar) {
      scalar.mark();
    }
  }

  private static Decision decide(Instruction.ConditionalJump jump, Value left, Value right) {
    var comparison = Operations.of(jump.condition());
    if (left instanceof Scalar a && right instanceof Scalar b) {
      return decide(comparison, a.range(), b.range(), Operations.of(jump.width()));
    }
    // The kernel decides 32-bit comparisons too, though half of an address may be zero.
    if (jump.width() != Width.W64) {
      return Decision.UNKNOWN;
    }
    if (left instanceof Pointer pointer && isZero(right)) {
      return decideNonNull(pointer, jump.condition());
    }
    if (right instanceof Pointer pointer && isZero(left)) {
      return decideNonNull(pointer, jump.condition());
    }
    return Decision.UNKNOWN;
  }

  private static Decision decide(
      Comparison comparison, ScalarRange left, ScalarRange right, Extent width) {
    var decision = comparison.decide(left, right, width);
    if (decision != Decision.UNKNOWN) {
      return decision;
    }
    if (!comparison.refine(true, left, right, width).isPossible()) {
      return Decision.FALSE;
    }
    return comparison.refine(false, left, right, width).isPossible()
        ? Decision.UNKNOWN
        : Decision.TRUE;
  }

  private static boolean isZero(Value value) {
    return value instanceof Scalar scalar && scalar.range().isConstant(0);
  }

  /// A pointer that is known not to be null is neither equal to null nor below it.
  private static Decision decideNonNull(Pointer pointer, JumpCondition condition) {
    if (pointer.nullable()) {
      return Decision.UNKNOWN;
    }
    // What is owed for is there, whoever else vouches for it.
    boolean owed = pointer.obligation() != 0;
    for (var qualifier : pointer.qualifiers()) {
      if (!owed && !qualifier.trusted()) {
        return Decision.UNKNOWN;
      }
    }
    boolean certain =
        switch (pointer.region()) {
          case Region.MapValue v -> true;
          case Region.MapKey k -> true;
          case Region.Local o -> true;
          case Region.Memory m -> true;
          case Region.Buffer b -> false;
          case Region.Map m -> true;
          // What nobody vouches for may be null after all.
          case Region.Host h -> owed || !pointer.qualifiers().isEmpty();
          case Region.View v -> v.view().certain();
          case Region.Space s -> false;
          case Region.Stack s -> false;
          case Region.Context c -> false;
          case Region.Packet p -> false;
          case Region.PacketEnd e -> false;
          case Region.Function f -> false;
          case Region.Elsewhere e -> false;
        };
    if (!certain) {
      return Decision.UNKNOWN;
    }
    return switch (condition) {
      case EQUAL -> Decision.FALSE;
      case NOT_EQUAL -> Decision.TRUE;
      default -> Decision.UNKNOWN;
    };
  }

  private void learn(
      State state,
      int at,
      Instruction.ConditionalJump jump,
      Value left,
      Value right,
      boolean taken) {
    if (left instanceof Scalar a && right instanceof Scalar b) {
      compareScalars(state, at, jump, a, b, taken);
      return;
    }
    if (jump.width() != Width.W64) {
      return;
    }
    if (isEquality(jump.condition())) {
      boolean equal = taken == (jump.condition() == JumpCondition.EQUAL);
      // The kernel looks at a zero in the instruction only.
      if (left instanceof Pointer pointer
          && pointer.nullable()
          && jump.source() instanceof Operand.Immediate
          && isZero(right)) {
        nullness.learn(state, at, pointer, equal);
      } else if (left instanceof Pointer a && right instanceof Pointer b && equal) {
        nullness.learnFromEquality(state, at, a, b);
      }
      return;
    }
    if (left instanceof Pointer a && right instanceof Pointer b) {
      Packets.compare(state, Operations.of(jump.condition()), a, b, taken);
    }
  }

  private static boolean isEquality(JumpCondition condition) {
    return condition == JumpCondition.EQUAL || condition == JumpCondition.NOT_EQUAL;
  }

  private static void compareScalars(
      State state,
      int at,
      Instruction.ConditionalJump jump,
      Scalar left,
      Scalar right,
      boolean taken) {
    Comparison comparison = Operations.of(jump.condition());
    var refined =
        comparison.refine(taken, left.range(), right.range(), Operations.of(jump.width()));
    var newLeft = left.refined(refined.left(), at, right);
    var rightRegister = jump.source() instanceof Operand.Register r ? r.number() : -1;
    if (rightRegister == jump.destination()) {
      return;
    }
    state.setRegister(jump.destination(), newLeft);
    spread(state, at, left, newLeft);
    if (rightRegister >= 0) {
      var now = state.register(rightRegister);
      var newRight = right.refined(refined.right(), at, left);
      if (now instanceof Scalar) {
        state.setRegister(rightRegister, newRight);
      }
      spread(state, at, right, newRight);
    }
  }

  /// What was learnt of a number holds, moved by the distance, of all that are linked with it.
  ///
  /// Source: linux `sync_linked_regs` (6.18).
  private static void spread(State state, int at, Scalar before, Scalar now) {
    if (before.link() == 0) {
      return;
    }
    state.mapValues(
        value -> {
          if (!(value instanceof Scalar scalar)
              || scalar.link() != before.link()
              || scalar == now) {
            return value;
          }
          var range = moved(before, now.range(), scalar);
          return range.isEmpty() ? value : scalar.refined(range, at, now);
        });
  }

  /// What `scalar` may be if `from`, which is linked to it, is in `range`.
  private static ScalarRange moved(Scalar from, ScalarRange range, Scalar scalar) {
    long distance = (long) scalar.delta() - from.delta();
    if (!from.isNarrow() && !scalar.isNarrow()) {
      return add(range, distance, Extent.DOUBLE_WORD).intersect(scalar.range());
    }
    // Only of the lower halves it is known how far they are from each other.
    return Comparison.EQ.refineLeft(
        true, scalar.range(), add(range, distance, Extent.WORD), Extent.WORD);
  }

  private static ScalarRange add(ScalarRange range, long distance, Extent width) {
    return distance == 0 && width == Extent.DOUBLE_WORD
        ? range
        : range.apply(AluOperation.ADD, ScalarRange.constant(distance), width);
  }
}
