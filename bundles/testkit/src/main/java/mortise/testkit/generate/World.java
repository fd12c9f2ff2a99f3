package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Content.Scalar;

/// What a function's registers and stack slots hold at the place that is being generated, what the
/// program owes and which sections are open there.
public final class World {
  /// R0 to R9.
  public static final int REGISTERS = 10;

  /// Slot `i` lies at `-8 * (i + 1)` of the frame. Below them there is room for arguments in
  /// memory, which nobody keeps anything in.
  public static final int SLOTS = 8;

  /// Where the room for arguments starts: a multiple of 16, 64 bytes long.
  public static final int ARGUMENTS = -8 * SLOTS - 64;

  private final Content[] contents;
  private final Use[] uses;
  private final Map<Integer, Content> owed;
  private final Set<Integer> reserved;
  private final List<String> sections;

  /// What a loop around this place needs of a register or slot.
  private enum Use {
    NONE,
    /// That it stays a number.
    NUMBER,
    /// That it stays as it is.
    FIXED
  }

  /// @param contents the registers', then the slots'
  private World(
      Content[] contents,
      Use[] uses,
      Map<Integer, Content> owed,
      Set<Integer> reserved,
      List<String> open) {
    this.contents = contents;
    this.uses = uses;
    this.owed = owed;
    this.reserved = reserved;
    this.sections = open;
  }

  /// Nothing anywhere.
  public static World empty() {
    var contents = new Content[REGISTERS + SLOTS];
    Arrays.fill(contents, Nothing.NOTHING);
    var uses = new Use[REGISTERS + SLOTS];
    Arrays.fill(uses, Use.NONE);
    return new World(contents, uses, new LinkedHashMap<>(), new TreeSet<>(), new ArrayList<>());
  }

  /// The same, to be changed by itself: for the other way of a branch.
  public World copy() {
    return new World(
        contents.clone(),
        uses.clone(),
        new LinkedHashMap<>(owed),
        new TreeSet<>(reserved),
        new ArrayList<>(sections));
  }

  /// What a register holds.
  public Content register(int number) {
    return contents[number];
  }

  /// What a stack slot holds.
  public Content slot(int number) {
    return contents[REGISTERS + number];
  }

  /// Says what a register holds now.
  public void set(int register, Content content) {
    contents[register] = content;
  }

  /// Says what a stack slot holds now.
  public void setSlot(int slot, Content content) {
    contents[REGISTERS + slot] = content;
  }

  /// Where slot `slot` lies, relative to the frame pointer.
  public static int offset(int slot) {
    return -8 * (slot + 1);
  }

  /// The registers whose content is so.
  public List<Integer> registers(Predicate<? super Content> which) {
    var found = new ArrayList<Integer>();
    for (int i = 0; i < REGISTERS; i++) {
      if (which.test(contents[i])) {
        found.add(i);
      }
    }
    return found;
  }

  /// The slots whose content is so.
  public List<Integer> slots(Predicate<? super Content> which) {
    var found = new ArrayList<Integer>();
    for (int i = 0; i < SLOTS; i++) {
      if (which.test(slot(i))) {
        found.add(i);
      }
    }
    return found;
  }

  /// Whether a register may be overwritten by anything: it is not needed by a loop around this
  /// place, nor as the only one that holds something owed.
  public boolean isFree(int register) {
    return uses[register] == Use.NONE && !isOnlyOne(register);
  }

  /// Whether a register may be overwritten by a number.
  public boolean takesNumbers(int register) {
    return takesNumbersAt(register);
  }

  /// Whether a slot may be overwritten by this.
  public boolean takesSlot(int slot, Content content) {
    int at = REGISTERS + slot;
    return content instanceof Scalar ? takesNumbersAt(at) : uses[at] == Use.NONE && !isOnlyOne(at);
  }

  private boolean takesNumbersAt(int at) {
    return uses[at] != Use.FIXED && !isOnlyOne(at);
  }

  private boolean isOnlyOne(int at) {
    if (contents[at] instanceof Content.Token token && token.equals(Content.Token.CONTEXT)) {
      for (int i = 0; i < contents.length; i++) {
        if (i != at && contents[i].equals(contents[at])) {
          return false;
        }
      }
      return true;
    }
    if (!(contents[at] instanceof Memory memory) || !owed.containsKey(memory.id())) {
      return false;
    }
    for (int i = 0; i < contents.length; i++) {
      if (i != at && contents[i] instanceof Memory other && other.id() == memory.id()) {
        return false;
      }
    }
    return true;
  }

  /// Whether a call may be made: R0 to R5 hold nothing that is needed.
  public boolean mayCall() {
    for (int i = 0; i <= 5; i++) {
      if (uses[i] != Use.NONE) {
        return false;
      }
      if (contents[i] instanceof Memory m && owed.containsKey(m.id()) && !isHeldAbove(m.id())) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeldAbove(int id) {
    for (int i = 6; i < contents.length; i++) {
      if (contents[i] instanceof Memory m && m.id() == id) {
        return true;
      }
    }
    return false;
  }

  /// A register must stay as it is until it is [#release]d.
  public void keep(int register) {
    uses[register] = Use.FIXED;
  }

  /// A register that was kept may change again.
  public void release(int register) {
    uses[register] = Use.NONE;
  }

  /// A call happened: R0 to R5 hold nothing.
  public void called() {
    Arrays.fill(contents, 0, 6, Nothing.NOTHING);
  }

  /// Replaces contents wherever they are.
  public void replaceAll(UnaryOperator<Content> change) {
    for (int i = 0; i < contents.length; i++) {
      contents[i] = change.apply(contents[i]);
    }
  }

  /// All copies of a pointer are known not to be null.
  public void notNull(int id) {
    replaceAll(c -> c instanceof Memory m && m.id() == id ? m.notNull() : c);
  }

  /// All copies of a pointer are known to be null, and so is nothing owed for it.
  public void isNull(int id) {
    replaceAll(c -> c instanceof Memory m && m.id() == id ? Scalar.of(0) : c);
    owed.remove(id);
  }

  /// All copies of a pointer are gone.
  public void forget(int id) {
    replaceAll(c -> c instanceof Memory m && m.id() == id ? Nothing.NOTHING : c);
  }

  /// Something must be settled before the function ends.
  public void owe(int id, Content what) {
    owed.put(id, what);
  }

  /// Something is settled.
  public void settled(int id) {
    owed.remove(id);
  }

  /// Whether something is owed that may be settled here: what was owed before a branch is settled
  /// after it, or on each of its ways.
  public boolean maySettle(int id) {
    return owed.containsKey(id) && !reserved.contains(id);
  }

  /// What is owed now stays so, but for one.
  void reserve(int except) {
    reserved.addAll(owed.keySet());
    reserved.remove(except);
  }

  /// As much may be settled as in `before`.
  void unreserve(World before) {
    reserved.clear();
    reserved.addAll(before.reserved);
  }

  /// What must be settled before the function ends, by id.
  public Map<Integer, Content> owed() {
    return Map.copyOf(owed);
  }

  /// The sections that are open, the innermost last.
  public List<String> sections() {
    return List.copyOf(sections);
  }

  /// A section is entered.
  public void enter(String section) {
    sections.add(section);
  }

  /// The innermost section ends.
  public void leave() {
    sections.removeLast();
  }

  /// Whether the function may return here.
  public boolean mayReturn() {
    return owed.isEmpty() && sections.isEmpty();
  }

  /// Bytes of the frame were overwritten by numbers.
  ///
  /// @param from the lowest, relative to the frame pointer
  /// @param to the one behind the highest
  void stackWritten(long from, long to) {
    for (int i = 0; i < SLOTS; i++) {
      int low = offset(i);
      if (low < to && low + 8 > from) {
        setSlot(i, slot(i) instanceof Scalar ? Scalar.ANY : Nothing.NOTHING);
      }
    }
  }

  /// Whether bytes of the frame may be overwritten by numbers.
  boolean stackIsFree(long from, long to) {
    for (int i = 0; i < SLOTS; i++) {
      int low = offset(i);
      if (low < to && low + 8 > from && !takesSlot(i, Scalar.ANY)) {
        return false;
      }
    }
    return true;
  }

  /// Whether all bytes are numbers.
  boolean stackIsScalar(long from, long to) {
    for (int i = 0; i < SLOTS; i++) {
      int low = offset(i);
      if (low < to && low + 8 > from && !(slot(i) instanceof Scalar)) {
        return false;
      }
    }
    return from >= offset(SLOTS - 1) && to <= 0;
  }

  /// Prepares for a body that is repeated: numbers may become anything, all else must stay.
  ///
  /// @param fixed registers that must stay too: the one that counts
  World repeated(List<Integer> fixed) {
    var result = copy();
    for (int i = 0; i < contents.length; i++) {
      if (i <= 5) {
        result.contents[i] = Nothing.NOTHING;
      } else if (fixed.contains(i)) {
        result.uses[i] = Use.FIXED;
      } else if (contents[i] instanceof Scalar && uses[i] != Use.FIXED) {
        result.contents[i] = Scalar.ANY;
        result.uses[i] = Use.NUMBER;
      } else if (!(contents[i] instanceof Nothing)) {
        result.uses[i] = Use.FIXED;
      }
    }
    return result;
  }

  /// What holds after both of two ways: this one's and the other's.
  public World joined(World other) {
    var result = copy();
    for (int i = 0; i < contents.length; i++) {
      result.contents[i] = contents[i].joined(other.contents[i]);
    }
    result.owed.keySet().retainAll(other.owed.keySet());
    return result;
  }

  /// Believes of one register or slot what the other does, where they differ: a mistake.
  void mistake(World other, Draw draw) {
    var different = new ArrayList<Integer>();
    for (int i = 0; i < contents.length; i++) {
      if (!contents[i].equals(other.contents[i])) {
        different.add(i);
      }
    }
    if (!different.isEmpty()) {
      int at = draw.pick(different);
      contents[at] = other.contents[at];
    }
  }

  /// After a loop: what was kept before is kept no more.
  World released(World before) {
    var result = copy();
    System.arraycopy(before.uses, 0, result.uses, 0, uses.length);
    return result;
  }

  /// Ids that are owed here and not in `before`.
  List<Integer> owedSince(World before) {
    var ids = new TreeSet<>(owed.keySet());
    ids.removeAll(before.owed.keySet());
    return List.copyOf(ids);
  }
}
