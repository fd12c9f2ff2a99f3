package mortise.verifier.state;

import java.util.Arrays;
import java.util.List;
import mortise.spi.Invocation;
import org.jspecify.annotations.Nullable;

/// One call frame: registers and stack. Mutable, and owned by one [State].
public final class Frame {
  public static final int REGISTERS = 11;
  public static final int STACK_BYTES = 512;
  public static final int SLOTS = STACK_BYTES / 8;

  /// The callback that this frame runs.
  ///
  /// @param function the name of the function that calls back
  /// @param owed what the program owes for what it was given, to be settled before it returns
  /// @param lent the typed objects that end once it returns
  /// @param section what is left once it returns
  public record Callback(
      String function,
      Invocation invocation,
      List<Integer> owed,
      List<Integer> lent,
      @Nullable OpenSection section) {
    public Callback {
      owed = List.copyOf(owed);
      lent = List.copyOf(lent);
    }
  }

  private final Value[] registers;
  private Slot[] slots;
  private final int depth;
  private final int subprogram;
  private final int callSite;
  private final @Nullable Callback callback;
  private int unrolled;
  private int rounds;
  private boolean underway;
  private long written = -1;

  /// A frame whose stack was never written and of whose registers only R10 is there.
  ///
  /// @param subprogram the first slot of the subprogram that it runs
  /// @param callSite the call that made it, -1 for the outermost
  public Frame(int depth, int subprogram, int callSite, @Nullable Callback callback) {
    this.depth = depth;
    this.subprogram = subprogram;
    this.callSite = callSite;
    this.callback = callback;
    registers = new Value[REGISTERS];
    Arrays.fill(registers, Uninitialised.VALUE);
    registers[10] = Pointer.to(new Region.Stack(depth), 0, subprogram);
    slots = new Slot[0];
  }

  private Frame(Frame other) {
    depth = other.depth;
    subprogram = other.subprogram;
    callSite = other.callSite;
    callback = other.callback;
    registers = other.registers.clone();
    slots = other.slots.clone();
    unrolled = other.unrolled;
    rounds = other.rounds;
    underway = other.underway;
    written = other.written;
  }

  public Frame copy() {
    return new Frame(this);
  }

  public Value register(int number) {
    return registers[number];
  }

  public void setRegister(int number, Value value) {
    registers[number] = value;
  }

  /// The eight bytes whose lowest address is `-8 * (index + 1)` from the frame pointer.
  public Slot slot(int index) {
    return index < slots.length ? slots[index] : Slot.EMPTY;
  }

  public void setSlot(int index, Slot slot) {
    replaceSlot(index, slot);
    written |= 1L << index;
  }

  /// As [#setSlot], for a change that is not the program's: what is known is better, or the same
  /// under another name.
  public void replaceSlot(int index, Slot slot) {
    reserve(index);
    slots[index] = slot;
  }

  /// The slot is part of the frame from now on, even if it is only read.
  public void reserve(int index) {
    if (index >= slots.length) {
      var old = slots.length;
      slots = Arrays.copyOf(slots, index + 1);
      Arrays.fill(slots, old, slots.length, Slot.EMPTY);
    }
  }

  /// How many slots were ever touched.
  public int slotCount() {
    return slots.length;
  }

  public int depth() {
    return depth;
  }

  public int subprogram() {
    return subprogram;
  }

  public int callSite() {
    return callSite;
  }

  public @Nullable Callback callback() {
    return callback;
  }

  /// How often callbacks of the call that this frame is at were simulated in a row.
  public int unrolled() {
    return unrolled;
  }

  public void setUnrolled(int value) {
    unrolled = value;
  }

  /// How often this frame passed a `may_goto`, or calls of it gave an answer with which the program
  /// comes round again.
  public int rounds() {
    return rounds;
  }

  public void addRound() {
    rounds++;
  }

  /// Whether the call that this frame is at has begun: what happens before its callbacks has.
  public boolean isUnderway() {
    return underway;
  }

  public void setUnderway(boolean value) {
    underway = value;
  }

  /// The slots written since the last checkpoint, a bit each.
  public long written() {
    return written;
  }

  public void clearWritten() {
    written = 0;
  }
}
