package mortise.runtime;

import mortise.spi.runtime.Machine;
import org.jspecify.annotations.Nullable;

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

  /// The address that R10 has in the frame at `depth`.
  long stackTop(int depth);

  /// The address of the context; 0 if there is none.
  long context();

  /// Where the packet's data starts by now; 0 if there is no packet.
  long packet();

  /// Where the packet ends by now.
  long packetEnd();

  /// Where the packet's metadata starts by now.
  long packetMeta();

  /// The first slot of the subprogram that an address stands for; -1 if it stands for none.
  int subprogramAt(long address);

  /// The live allocation that an address was made from, though it may lie behind its end; null if
  /// there is none.
  Machine.@Nullable Place placeNear(long address);

  /// The eight bytes at an address of the stack, without anybody noticing.
  long stackWord(long address);

  Machine machine();
}
