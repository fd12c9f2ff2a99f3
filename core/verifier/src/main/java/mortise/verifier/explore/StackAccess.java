package mortise.verifier.explore;

import java.util.OptionalLong;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.Slot.Bytes;
import mortise.verifier.state.State;
import mortise.verifier.state.Value;

/// Loads and stores on the stack. Offsets are relative to the frame pointer and negative.
///
/// Source: linux `check_stack_read`, `check_stack_write` (6.18).
final class StackAccess {
  private static final Bytes ALL_MISC = new Bytes(0x5555);

  private final Verification verification;

  StackAccess(Verification verification) {
    this.verification = verification;
  }

  /// What a load gives.
  Value read(Path path, Access access, Pointer pointer) {
    var frame = path.state.frame(((Region.Stack) pointer.region()).frame());
    checkBounds(access, pointer, access.size());
    int low = lowest(access, pointer);
    frame.reserve(slotOf(low));
    if (!pointer.isConstantOffset()) {
      return readVariable(path, frame, low, highest(access, pointer) + access.size(), access);
    }
    int index = slotOf(low);
    path.readSlot(frame.depth(), index);
    if (frame.slot(index) instanceof Slot.Spill spill) {
      path.turn();
      boolean whole = access.size() == 8 && spill.size() == 8;
      if (spill.value() instanceof Pointer && !whole) {
        throw Rejection.of(MemoryRules.PARTIAL_FILL);
      }
      if (low % 8 == 0 && access.size() <= spill.size()) {
        return filled(path, spill.value(), access.size());
      }
    }
    return bytes(path, frame, low, low + access.size(), access);
  }

  private static Value filled(Path path, Value value, int size) {
    if (!(value instanceof Scalar scalar) || size == 8) {
      return value;
    }
    var range = scalar.range().zeroExtend(8 * size);
    return range.equals(scalar.range()) ? scalar : Scalar.from(range, path.at, scalar, null);
  }

  private Value readVariable(Path path, Frame frame, int low, int high, Access access) {
    for (int index = slotOf(high - 1); index <= slotOf(low); index++) {
      path.readSlot(frame.depth(), index);
    }
    return bytes(path, frame, low, high, access);
  }

  /// The bytes from `low` up to `high` as a number: zero if all of them are, else unknown.
  private static Value bytes(Path path, Frame frame, int low, int high, Access access) {
    boolean zeros = true;
    for (int offset = low; offset < high; offset++) {
      zeros &= isZero(frame, offset, low, high - low);
    }
    return zeros
        ? Scalar.constant(0, path.at)
        : Scalar.of(ScalarRange.zeroExtendedLoad(access.size()), path.at);
  }

  private static boolean isZero(Frame frame, int offset, int start, int size) {
    int index = byteOf(offset);
    return switch (frame.slot(slotOf(offset))) {
      case Bytes bytes -> bytes.kind(index) == Bytes.ZERO;
      case Slot.Spill spill ->
          index < spill.size() ? isZero(spill.value()) : spill.rest().kind(index) == Bytes.ZERO;
      case Slot.Part part -> throw objectRead(offset, start, size, "");
    };
  }

  /// A number that is zero is zero in each of its bytes; whoever uses that needs it to be.
  private static boolean isZero(Value value) {
    if (value instanceof Scalar scalar && scalar.range().isConstant(0)) {
      scalar.mark();
      return true;
    }
    return false;
  }

  /// Changes what is known of the stack.
  void write(Path path, Access access, Pointer pointer, Value value) {
    var frame = path.state.frame(((Region.Stack) pointer.region()).frame());
    checkBounds(access, pointer, access.size());
    int low = lowest(access, pointer);
    boolean zero = value instanceof Scalar scalar && scalar.range().isConstant(0);
    if (!pointer.isConstantOffset()) {
      if (zero) {
        ((Scalar) value).mark();
      }
      smear(path, frame, low, highest(access, pointer) + access.size(), zero);
      return;
    }
    if (value instanceof Pointer lent && lent.region() instanceof Region.Elsewhere) {
      // What is lent for a call is not kept beyond it.
      write(path, access, pointer, Scalar.unknown(path.at));
      return;
    }
    checkSpill(path, frame, access, value);
    int index = slotOf(low);
    dropObject(verification, path.state, frame, index, path.at);
    if (low % 8 == 0) {
      path.turn();
      var spilled = spilled(frame.slot(index), value, access.size(), path.at);
      if (access.size() == 8) {
        frame.setSlot(index, spilled);
      } else {
        frame.replaceSlot(index, spilled);
      }
      return;
    }
    if (zero) {
      ((Scalar) value).mark();
    }
    var bytes = asBytes(frame.slot(index));
    for (int i = 0; i < access.size(); i++) {
      bytes = bytes.with(byteOf(low) + i, zero ? Bytes.ZERO : Bytes.MISC);
    }
    // Not a write of the whole slot: its other bytes stay needed.
    frame.replaceSlot(index, bytes);
  }

  private static Slot spilled(Slot old, Value value, int size, int at) {
    var rest = asBytes(old);
    if (size == 8) {
      return new Slot.Spill(value, 8, new Bytes(0));
    }
    var kept = value;
    if (value instanceof Scalar scalar) {
      var range = scalar.range().zeroExtend(8 * size);
      kept = range.equals(scalar.range()) ? scalar : Scalar.from(range, at, scalar, null);
    }
    return new Slot.Spill(kept, size, rest);
  }

  private static void checkSpill(Path path, Frame frame, Access access, Value value) {
    if (!(value instanceof Pointer spilled)) {
      return;
    }
    if (access.size() != 8) {
      throw Rejection.of(MemoryRules.PARTIAL_SPILL);
    }
    if (spilled.region() instanceof Region.Stack && frame != path.state.frame()) {
      throw Rejection.of(MemoryRules.SPILL_INTO_CALLER);
    }
  }

  /// A slot as bytes: what was spilled there is a number that nobody knows.
  private static Bytes asBytes(Slot slot) {
    return switch (slot) {
      case Bytes bytes -> bytes;
      case Slot.Spill spill -> {
        var bytes = spill.rest();
        for (int i = 0; i < spill.size(); i++) {
          bytes = bytes.with(i, Bytes.MISC);
        }
        yield bytes;
      }
      case Slot.Part part -> ALL_MISC;
    };
  }

  /// Bytes from `low` up to `high` may or may not have been written.
  private void smear(Path path, Frame frame, int low, int high, boolean zero) {
    for (int offset = low; offset < high; offset++) {
      int index = slotOf(offset);
      dropObject(verification, path.state, frame, index, path.at);
      var slot = frame.slot(index);
      if (zero && holdsZero(slot, byteOf(offset))) {
        continue;
      }
      boolean wasZero = slot instanceof Bytes bytes && bytes.kind(byteOf(offset)) == Bytes.ZERO;
      // Not a write: whether the old contents are still there is unknown, so they stay needed.
      frame.replaceSlot(
          index, asBytes(slot).with(byteOf(offset), zero && wasZero ? Bytes.ZERO : Bytes.MISC));
    }
  }

  /// Whether the byte is one of a number that is zero, which it stays with a zero written over it.
  ///
  /// Source: linux `check_stack_write_var_off` (6.18).
  private static boolean holdsZero(Slot slot, int index) {
    return slot instanceof Slot.Spill spill
        && index < spill.size()
        && spill.value() instanceof Scalar scalar
        && scalar.range().isConstant(0);
  }

  /// Rejects writing over a handle for which something is owed.
  static void checkReplaceable(Verification verification, State state, Slot.Part part) {
    var handle = part.kind().handle();
    if (handle.isPresent() && state.obligation(part.obligation()) != null) {
      verification.reject(Rejection.of(handle.get().overwritten()));
    }
  }

  /// An object of which a part is overwritten is lost; what is owed for it stays owed. A handle
  /// ends so.
  ///
  /// Source: linux `destroy_if_dynptr_stack_slot` (6.18).
  static void dropObject(Verification verification, State state, Frame frame, int index, int at) {
    if (!(frame.slot(index) instanceof Slot.Part part)) {
      return;
    }
    checkReplaceable(verification, state, part);
    boolean handle = part.kind().handle().isPresent();
    for (int i = 0; i < frame.slotCount(); i++) {
      if (frame.slot(i) instanceof Slot.Part other && other.identity() == part.identity()) {
        frame.setSlot(i, handle ? Slot.EMPTY : ALL_MISC);
      }
    }
    if (handle) {
      forgetChildren(state, part.identity(), at);
    }
  }

  /// What lives as long as the object becomes a number.
  static void forgetChildren(State state, int identity, int at) {
    state.mapPointers(p -> p.parent() == identity ? Scalar.unknown(at) : p);
  }

  /// A function reads `size` bytes.
  void readByFunction(Path path, Access access, Pointer pointer, int size) {
    var frame = path.state.frame(((Region.Stack) pointer.region()).frame());
    checkBounds(access, pointer, size);
    int low = lowest(access, pointer);
    int high = highest(access, pointer) + size;
    if (low < high) {
      frame.reserve(slotOf(low));
    }
    for (int offset = low; offset < high; offset++) {
      path.readSlot(frame.depth(), slotOf(offset));
      refuseObject(frame, offset, low, size, Names.register(access.register()) + " ");
    }
  }

  private static void refuseObject(Frame frame, int offset, int start, int size, String register) {
    if (frame.slot(slotOf(offset)) instanceof Slot.Part) {
      throw objectRead(offset, start, size, register);
    }
  }

  private static Rejection objectRead(int offset, int start, int size, String register) {
    return Rejection.of(
        MemoryRules.STACK_OBJECT_READ,
        "register",
        register,
        "offset",
        start,
        "index",
        offset - start,
        "size",
        size);
  }

  /// The number that the `size` bytes at the pointer are known to be.
  ///
  /// Source: linux `get_constant_map_key` (6.18).
  static OptionalLong constant(State state, Pointer pointer, int size) {
    if (!(pointer.region() instanceof Region.Stack stack)
        || pointer.nullable()
        || !pointer.isConstantOffset()) {
      return OptionalLong.empty();
    }
    long low = pointer.constantOffset();
    if (low < -Frame.STACK_BYTES || low + size > 0 || byteOf((int) low) + size > 8) {
      return OptionalLong.empty();
    }
    var frame = state.frame(stack.frame());
    var slot = frame.slot(slotOf((int) low));
    if (slot instanceof Slot.Spill spill
        && byteOf((int) low) == 0
        && spill.size() == size
        && spill.value() instanceof Scalar scalar
        && scalar.range().isConstant()) {
      return OptionalLong.of(scalar.mark().range().constantValue());
    }
    // A number of another width counts for nothing, as in the kernel, even where it is 0.
    boolean zeros =
        switch (slot) {
          case Slot.Bytes _ -> true;
          case Slot.Spill spill -> byteOf((int) low) >= spill.size();
          case Slot.Part _ -> false;
        };
    for (int i = 0; zeros && i < size; i++) {
      zeros = isZero(frame, (int) low + i, (int) low, size);
    }
    return zeros ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /// A function writes `size` bytes.
  void writeByFunction(Path path, Access access, Pointer pointer, int size) {
    var frame = path.state.frame(((Region.Stack) pointer.region()).frame());
    checkBounds(access, pointer, size);
    if (!pointer.isConstantOffset()) {
      writeSomewhere(path, access, pointer, size);
      return;
    }
    int low = lowest(access, pointer);
    for (int offset = low; offset < low + size; offset++) {
      if (frame.slot(slotOf(offset)) instanceof Slot.Part part) {
        int at = offset;
        part.kind()
            .handle()
            .ifPresent(
                handle ->
                    verification.reject(Rejection.of(handle.writtenByFunction(), "offset", at)));
        dropObject(verification, path.state, frame, slotOf(offset), path.at);
      }
      var bytes = asBytes(frame.slot(slotOf(offset))).with(byteOf(offset), Bytes.MISC);
      boolean last = byteOf(offset) == 7 || offset == low + size - 1;
      boolean whole = last && byteOf(offset) == 7 && offset - low >= 7;
      if (whole) {
        frame.setSlot(slotOf(offset), bytes);
      } else {
        frame.replaceSlot(slotOf(offset), bytes);
      }
    }
  }

  /// A function writes `size` bytes at a place that is not known: anything may be in all of them.
  ///
  /// Source: linux `check_stack_range_initialized` (6.18).
  private void writeSomewhere(Path path, Access access, Pointer pointer, int size) {
    readByFunction(path, access, pointer, size);
    var frame = path.state.frame(((Region.Stack) pointer.region()).frame());
    int high = highest(access, pointer) + size;
    for (int offset = lowest(access, pointer); offset < high; offset++) {
      var bytes = asBytes(frame.slot(slotOf(offset))).with(byteOf(offset), Bytes.MISC);
      frame.replaceSlot(slotOf(offset), bytes);
    }
  }

  static void checkBounds(Access access, Pointer pointer, int size) {
    var register = Names.register(access.register());
    var how = access.isRead() ? " read from" : " write to";
    var variable = pointer.variable();
    if (!variable.isConstant()
        && (variable.smax() >= PointerArithmetic.MAX_OFFSET
            || variable.smin() <= -PointerArithmetic.MAX_OFFSET)) {
      throw Rejection.of(MemoryRules.STACK_UNBOUNDED, "access", how, "register", register);
    }
    int low = lowest(access, pointer);
    int high = highest(access, pointer) + size;
    if (low >= -Frame.STACK_BYTES && low < 0 && high <= 0) {
      return;
    }
    if (variable.isConstant()) {
      throw Rejection.of(
          MemoryRules.STACK_BOUNDS,
          "access",
          how,
          "register",
          register,
          "offset",
          low,
          "size",
          size);
    }
    throw Rejection.of(
        MemoryRules.STACK_VARIABLE,
        "access",
        how,
        "register",
        register,
        "var_off",
        variable.tnum(),
        "offset",
        pointer.offset() + access.offset(),
        "size",
        size);
  }

  private static int lowest(Access access, Pointer pointer) {
    return (int)
        Math.max(
            Integer.MIN_VALUE / 2,
            pointer.offset() + (long) access.offset() + pointer.variable().smin());
  }

  private static int highest(Access access, Pointer pointer) {
    return (int)
        Math.min(
            Integer.MAX_VALUE / 2,
            pointer.offset() + (long) access.offset() + pointer.variable().smax());
  }

  /// The slot that has the byte at `offset`.
  static int slotOf(int offset) {
    return (-offset - 1) / 8;
  }

  /// Which byte of its slot it is, 0 for the lowest address.
  static int byteOf(int offset) {
    return Math.floorMod(offset, 8);
  }
}
