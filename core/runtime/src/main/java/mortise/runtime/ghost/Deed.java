package mortise.runtime.ghost;

import java.util.List;
import mortise.spi.Movement.Place;

/// One thing that a call does to what is accounted for. Its operands are arguments by index (0 is
/// R1), [#RESULT] or [#NONE]. A deed with an operand that is 0 where an object is wanted does
/// nothing.
public sealed interface Deed {
  /// What the call gives.
  int RESULT = -1;

  /// Nothing.
  int NONE = -2;

  /// The run enters a section, told from others of its kind by the address `token`.
  record Enters(String section, int token) implements Deed {}

  record Leaves(String section, int token) implements Deed {}

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
  record Sees(int subject, List<String> until) implements Deed {
    public Sees {
      until = List.copyOf(until);
    }
  }

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
