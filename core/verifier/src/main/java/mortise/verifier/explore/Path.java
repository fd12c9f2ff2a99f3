package mortise.verifier.explore;

import mortise.verifier.belief.Visit;
import mortise.verifier.rules.RegisterRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// The path that is being explored: the state at its end, and where it is.
final class Path {
  final State state;
  int at;
  @Nullable Checkpoint last;

  /// How many instructions since the last checkpoint came from elsewhere than from the instruction
  /// before, or moved a register to or from the stack.
  private int turns;

  private boolean turned;

  /// Where it was last, if that is recorded.
  @Nullable Visit visit;

  Path(State state, int at, @Nullable Checkpoint last) {
    this.state = state;
    this.at = at;
    this.last = last;
  }

  /// Another path that begins with this one and goes on at `target`.
  Path fork(int target) {
    if (last != null) {
      last.addBranch();
    }
    var other = new Path(state.copy(), target, last);
    other.visit = visit;
    other.turns = turns;
    return other;
  }

  /// Another instruction begins.
  void step(boolean turn) {
    turned = false;
    if (turn) {
      turn();
    }
  }

  /// The instruction makes the way back harder to find.
  ///
  /// Source: linux `push_jmp_history` (6.18).
  void turn() {
    if (!turned) {
      turned = true;
      turns++;
    }
  }

  int turns() {
    return turns;
  }

  /// The state was saved.
  void saved(Checkpoint checkpoint) {
    last = checkpoint;
    turns = 0;
  }

  /// The value of a register that is about to be used.
  Value use(int register) {
    var value = state.register(register);
    if (value == Uninitialised.VALUE) {
      throw Rejection.of(RegisterRules.UNINITIALISED, "register", Names.register(register));
    }
    return value;
  }

  /// Refuses registers that cannot be written.
  void checkDestination(int register) {
    if (register == 10) {
      throw Rejection.of(RegisterRules.FRAME_POINTER);
    }
  }

  void set(int register, Value value) {
    state.setRegister(register, value);
  }

  void setUnknown(int register) {
    set(register, Scalar.unknown(at));
  }

  /// A stack slot of the frame at `depth` is read; gives whether no path read it before.
  boolean readSlot(int depth, int slot) {
    return (state.frame(depth).written() & 1L << slot) == 0
        && Checkpoint.markRead(last, depth, slot);
  }
}
