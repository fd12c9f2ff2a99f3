package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import org.jspecify.annotations.Nullable;

/// One allocation as the ghost heap knows it. Guarded by the heap's lock.
final class Thing {
  enum State {
    LIVE,
    /// Its special fields are being destroyed.
    DYING,
    FREED
  }

  final long start;
  final long size;
  final TypeView type;

  /// Whether programs and runtime halves allocate and free it, and not the machine.
  final boolean object;

  final Spot allocated;
  State state = State.LIVE;
  Spot freed = Spot.MACHINE;

  /// Where a run last gave it away, and to what; null if none did.
  @Nullable String given;

  /// References that runs owe, and that nobody accounts for.
  int owed;

  int elsewhere;

  /// The pointer fields that hold it.
  final List<Long> fieldsAt = new ArrayList<>(0);

  /// The containers that it lies in.
  final List<Container> holders = new ArrayList<>(1);

  /// The containers that lie in it.
  final List<Container> containers = new ArrayList<>(0);

  /// Whether it is the stack of a frame.
  boolean stack;

  /// Whether what it holds is just being given back.
  boolean emptying;

  /// How many of its fields are being emptied one by one.
  int fieldsEmptied;

  /// What was taken out of its pointers meanwhile, and is being given back.
  private final List<Thing> inHand = new ArrayList<>(0);

  /// Whether anybody ever owed it: only then is more known of it than that it is there.
  boolean tracked;

  /// Whether it is the machine's own, and stays.
  boolean kept;

  /// Whether a run that did not end properly owed it, or nobody can say who does.
  boolean blurred;

  /// How many calls are at work on it.
  int busy;

  /// The bytes that were ever written; null where that does not matter.
  @Nullable BitSet written;

  /// Of memory that came as it is: the offsets of the special fields that are constructed; null
  /// where all are.
  @Nullable BitSet constructed;

  private final SpecialField[] fields;

  Thing(
      long start,
      long size,
      TypeView type,
      boolean object,
      Spot allocated,
      SpecialField[] fieldsByOffset) {
    this.start = start;
    this.size = size;
    this.type = type;
    this.object = object;
    this.allocated = allocated;
    fields = fieldsByOffset;
  }

  boolean contains(long address, long bytes) {
    long offset = address - start;
    return offset >= 0 && bytes <= size && offset <= size - bytes;
  }

  boolean contains(long address) {
    return contains(address, 1);
  }

  /// The machine took something out of a pointer in it. Until that is given back nobody has it to
  /// their account, and it still counts.
  void takenOut(Thing held) {
    if (emptying || fieldsEmptied > 0) {
      inHand.add(held);
      held.busy++;
    }
  }

  /// What was taken out is given back, unless there is more to come.
  void letGo() {
    if (!emptying && fieldsEmptied == 0) {
      inHand.forEach(held -> held.busy--);
      inHand.clear();
    }
  }

  /// All references that there should be.
  int references() {
    return owed + fieldsAt.size() + elsewhere + holders.size();
  }

  /// The field that lies at `address` or around it, of `bytes` bytes there.
  @Nullable SpecialField fieldIn(long address, int bytes) {
    long from = address - start;
    int low = 0;
    int high = fields.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fields[middle].end() > from) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < fields.length && fields[low].offset() < from + bytes ? fields[low] : null;
  }

  /// The field exactly at `address`.
  @Nullable SpecialField fieldAt(long address) {
    var field = fieldIn(address, 1);
    return field != null && field.offset() == address - start ? field : null;
  }

  SpecialField[] fields() {
    return fields;
  }

  /// Where the number of references is kept, if it is.
  Optional<Counter> counter() {
    for (var field : fields) {
      if (isConstructed(field) && field.kind().shape().orElse(null) instanceof Shape.Count count) {
        return Optional.of(new Counter(start + field.offset() + count.offset(), count.size()));
      }
    }
    return Optional.empty();
  }

  boolean isConstructed(SpecialField field) {
    return constructed == null || constructed.get(field.offset());
  }

  /// The field beside the node at `address` that says where that is linked; null if there is none.
  @Nullable SpecialField ownerOf(long address) {
    for (var field : fields) {
      if (field.kind().shape().orElse(null) instanceof Shape.Owner
          && field.elementOffset() == address - start) {
        return field;
      }
    }
    return null;
  }

  record Counter(long address, int size) {}

  @Nullable Container containerAt(long address) {
    for (var container : containers) {
      if (container.address == address) {
        return container;
      }
    }
    return null;
  }

  String where(long address) {
    return "offset %d of %s".formatted(address - start, this);
  }

  /// What became of it on the way, for messages.
  String history() {
    return given == null ? "" : ", last " + given;
  }

  @Override
  public String toString() {
    return "'%s' (%d bytes, allocated by %s)".formatted(type.name(), size, allocated);
  }
}
