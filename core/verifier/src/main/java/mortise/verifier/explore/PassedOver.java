package mortise.verifier.explore;

import java.util.function.Consumer;
import mortise.object.AtomicOperation;
import mortise.object.Instruction;
import mortise.verifier.state.Frame;

/// How a path goes on behind an instruction that breaks a rule which is switched off, where the
/// check could not simply be left out: as if what it did were unknown.
///
/// What it would have written to a register is an unknown number, stores are forgotten, both
/// branches of a comparison are followed, a call gives a number. A path that cannot go on ends.
final class PassedOver {
  private PassedOver() {}

  /// Moves the path behind the instruction at `at`; false at its end.
  static boolean goOn(Verification verification, Path path, int at, Consumer<Path> push) {
    path.at = at + 1;
    switch (verification.program.at(at)) {
      case Instruction.Alu i -> forget(path, i.destination());
      case Instruction.Negate i -> forget(path, i.destination());
      case Instruction.Move i -> forget(path, i.destination());
      case Instruction.MoveSignExtended i -> forget(path, i.destination());
      case Instruction.ByteSwap i -> forget(path, i.destination());
      case Instruction.AddressSpaceCast i -> forget(path, i.destination());
      case Instruction.Load i -> forget(path, i.destination());
      case Instruction.LoadAcquire i -> forget(path, i.destination());
      case Instruction.LoadImmediate i -> {
        forget(path, i.destination());
        path.at = at + 2;
      }
      case Instruction.Atomic i -> {
        if (i.fetch()) {
          forget(path, i.operation() == AtomicOperation.COMPARE_EXCHANGE ? 0 : i.source());
        }
      }
      case Instruction.Store i -> {}
      case Instruction.StoreRelease i -> {}
      case Instruction.LegacyPacketLoad i -> answer(path);
      case Instruction.SubprogramCall i -> answer(path);
      case Instruction.Call i -> {
        path.state.frame().setUnderway(false);
        path.state.frame().setUnrolled(0);
        answer(path);
      }
      case Instruction.ConditionalJump i -> push.accept(path.fork(i.target()));
      case Instruction.MayGoto i -> push.accept(path.fork(i.target()));
      case Instruction.Jump i -> path.at = i.target();
      case Instruction.Exit i -> {
        return false;
      }
      case Instruction.SecondSlot i -> {}
      case Instruction.Unknown i -> {}
    }
    return isInside(verification, at, path.at);
  }

  private static void forget(Path path, int register) {
    if (register >= 0 && register < Frame.REGISTERS - 1) {
      path.setUnknown(register);
    }
  }

  private static void answer(Path path) {
    Calls.scratch(path);
    path.setUnknown(0);
  }

  /// Whether both lie in one subprogram.
  private static boolean isInside(Verification verification, int from, int to) {
    return verification.program.subprograms().stream()
        .anyMatch(subprogram -> subprogram.contains(from) && subprogram.contains(to));
  }
}
