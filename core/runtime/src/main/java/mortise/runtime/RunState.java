package mortise.runtime;

import mortise.spi.runtime.Machine;

/// A run between two instructions.
public interface RunState {
  RunnableProgram program();

  /// The slot of the instruction that comes next.
  int slot();

  /// How many frames there are below this one: 0 in the program itself.
  int depth();

  /// Register `number` (0 to 10) of the current frame.
  long register(int number);

  /// The slot of the call that made frame `depth + 1`, for `depth` from 0 to one less than
  /// [#depth].
  int callSlot(int depth);

  /// Register `number` (6 to 10) of the frame at `depth`.
  long savedRegister(int depth, int number);

  Machine machine();
}
