package mortise.runtime.ghost;

import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.Movement.Place;

/// One thing that a call does to what is accounted for. Its operands are arguments by index (0 is
/// R1), [#RESULT] or [#NONE]. A deed with an operand that is 0 where an object is wanted does
/// nothing.
public sealed interface Deed {
  /// What the call gives.
  int RESULT = -1;

  /// Nothing.
  int NONE = -2;

  /// Added to a number: the argument with that number of the callback that is being called.
  int OF_CALLBACK = 16;

  /// The run enters a section, told from others of its kind by the address `token`, or by that of
  /// the field of a kind in the object that `token` points into.
  record Enters(String section, int token, Optional<FieldKind> field) implements Deed {
    public Enters(String section, int token) {
      this(section, token, Optional.empty());
    }
  }

  /// @param sure whether the run must be inside
  record Leaves(String section, int token, Optional<FieldKind> field, boolean sure)
      implements Deed {
    public Leaves(String section, int token) {
      this(section, token, Optional.empty(), true);
    }
  }

  /// The run owes exactly so many references for the object.
  record OwesExactly(int subject, int count) implements Deed {}

  /// The special field at `field` begins to be one.
  record Begins(int field) implements Deed {}

  /// The special field at `field` ends; what was in a pointer is the result.
  record Ends(int field) implements Deed {}

  /// The run owes `sign` times `count` ([#NONE]: one) references more for the object.
  record Owes(int subject, int sign, int count) implements Deed {}

  /// The run gives up one reference.
  record Settles(int subject) implements Deed {}

  /// The run gives one reference away, to nobody that is accounted for.
  record Gives(int subject) implements Deed {}

  /// The object enters the container at `container`, which holds a reference from now on.
  record Puts(int node, int container, Place place, int beside) implements Deed {}

  /// The object leaves the container, which holds it no longer.
  record Takes(int node, int container, Place place) implements Deed {}

  /// The object is in the container, at this place.
  record Finds(int node, int container, Place place) implements Deed {}

  /// The pointer field holds the object passed as `value` from now on, and gave what it held.
  record Exchanges(int field, int value) implements Deed {}

  /// The run may look at the object until it leaves the last section of the kinds given; without
  /// any, until it ends.
  ///
  /// @param only whether it may do no more than look
  record Sees(int subject, List<String> until, boolean only) implements Deed {
    public Sees {
      until = List.copyOf(until);
    }

    public Sees(int subject, List<String> until) {
      this(subject, until, false);
    }
  }

  /// An object of that kind and size comes to be in the stack slots at `slot`.
  ///
  /// @param kept whether it must be ended before the run is
  /// @param replaces whether it is a handle: it may take the place of others that need not be
  ///   ended, and others may take its place
  /// @param original the object that it is another handle of, or [#NONE]; all handles of one thing
  ///   end together
  record Makes(int slot, String kind, int size, boolean kept, boolean replaces, int original)
      implements Deed {
    /// One that must be ended and stands for itself.
    public Makes(int slot, String kind, int size) {
      this(slot, kind, size, true, false, NONE);
    }
  }

  /// One is there.
  record Uses(int slot, String kind) implements Deed {}

  /// It is no more.
  record Unmakes(int slot, String kind) implements Deed {}

  /// What is done depends.
  record Either(Question question, List<Deed> then, List<Deed> otherwise) implements Deed {
    public Either {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /// Nobody can say what becomes of the object: no more is said of who owns it.
  record Blurs(int subject) implements Deed {}
}
