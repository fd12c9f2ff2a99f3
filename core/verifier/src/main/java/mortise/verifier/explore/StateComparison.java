package mortise.verifier.explore;

import mortise.spi.Facet;
import mortise.verifier.state.FacetTable;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Whether a state that was explored covers another: then nothing can go wrong from the other that
/// could not from the one.
///
/// Ids are matched up as the comparison meets them: one of the old state stands for exactly one of
/// the new.
///
/// Source: linux `states_equal`, `regsafe`, `stacksafe`, `check_ids` (6.18).
final class StateComparison {
  /// How strict to be with numbers.
  enum Mode {
    /// Numbers that were never needed precisely, and slots never read, match anything.
    MARKED,
    /// Every number's range must be covered.
    COVERED,
    /// Every number must be the same, in registers that nobody reads as well.
    EXACT
  }

  private final RegisterLiveness liveness;
  private final Mode mode;
  private final Checkpoint checkpoint;
  private final IdPairs ids = new IdPairs();

  /// Below all ids that are in use.
  private int unlinked = Integer.MIN_VALUE;

  private StateComparison(RegisterLiveness liveness, Checkpoint checkpoint, Mode mode) {
    this.liveness = liveness;
    this.checkpoint = checkpoint;
    this.mode = mode;
  }

  /// Whether `checkpoint` covers `state`, which must have been called [alike][#sameCalls].
  static boolean covers(Checkpoint checkpoint, State state, RegisterLiveness liveness, Mode mode) {
    return new StateComparison(liveness, checkpoint, mode).covers(state);
  }

  private boolean covers(State now) {
    var old = checkpoint.state();
    for (int f = old.depth() - 1; f >= 0; f--) {
      if (!frame(old.frame(f), now.frame(f), f == old.depth() - 1, old, f)) {
        return false;
      }
    }
    return obligations(old, now) && sections(old, now) && facets(old, now) && distinct(old, now);
  }

  static boolean sameCalls(State old, State now) {
    if (old.depth() != now.depth()
        || old.obligations().size() != now.obligations().size()
        || old.sections().size() != now.sections().size()) {
      return false;
    }
    for (int f = 0; f < old.depth(); f++) {
      if (old.frame(f).callSite() != now.frame(f).callSite()
          || old.frame(f).subprogram() != now.frame(f).subprogram()
          || old.frame(f).isUnderway() != now.frame(f).isUnderway()) {
        return false;
      }
    }
    return true;
  }

  /// A number that is the same for any two states of one instruction of which one covers the other
  /// [exactly][Mode#EXACT]: most rounds of a loop are told apart by it alone.
  static int exactHash(State state, int live) {
    int hash = 0;
    for (int r = 0; r < Frame.REGISTERS - 1; r++) {
      if ((live & 1 << r) != 0) {
        hash = hash * 31 + exactHash(state.register(r));
      }
    }
    return hash;
  }

  private static int exactHash(Value value) {
    return switch (value) {
      case Uninitialised none -> 1;
      case Scalar scalar -> scalar.range().hashCode() + scalar.delta();
      case Pointer pointer -> pointer.offset();
    };
  }

  private boolean frame(Frame old, Frame now, boolean innermost, State state, int depth) {
    if (old.unrolled() > now.unrolled()) {
      // A callback that may run a limited number of times may run more often from here.
      return false;
    }
    int at = innermost ? checkpoint.at() : state.frame(depth + 1).callSite();
    int compared = mode == Mode.EXACT ? -1 : liveness.before(at);
    for (int r = 0; r < Frame.REGISTERS - 1; r++) {
      if ((compared & 1 << r) != 0 && !value(old.register(r), now.register(r))) {
        return false;
      }
    }
    // What a round has written above that, the next one did not need.
    int slots = mode == Mode.EXACT ? old.slotCount() : Math.max(old.slotCount(), now.slotCount());
    long read = mode == Mode.MARKED ? checkpoint.read(depth) : -1L;
    for (int s = 0; s < slots; s++) {
      if ((read & 1L << s) != 0 && !slot(old.slot(s), now.slot(s))) {
        return false;
      }
    }
    return true;
  }

  private boolean value(Value old, Value now) {
    return switch (old) {
      case Uninitialised none -> mode != Mode.EXACT || now == Uninitialised.VALUE;
      case Scalar scalar -> scalar(scalar, now);
      case Pointer pointer -> now instanceof Pointer other && pointer(pointer, other);
    };
  }

  private boolean scalar(Scalar old, Value now) {
    if (!(now instanceof Scalar scalar)) {
      return false;
    }
    return switch (mode) {
      case EXACT -> old.range().equals(scalar.range()) && old.isAsFar(scalar) && links(old, scalar);
      case COVERED -> old.range().contains(scalar.range()) && links(old, scalar);
      case MARKED ->
          !old.isPrecise() || (old.range().contains(scalar.range()) && links(old, scalar));
    };
  }

  /// Numbers that were linked in the old state must be in the new, at the same distance. One that
  /// is not linked now stands for a link that nothing else compared has.
  private boolean links(Scalar old, Scalar now) {
    if (old.link() == 0) {
      return true;
    }
    return now.link() == 0
        ? ids.match(old.link(), unlinked++)
        : old.isAsFar(now) && id(old.link(), now.link());
  }

  private boolean pointer(Pointer old, Pointer now) {
    return old.region().equals(now.region())
        && old.offset() == now.offset()
        && old.nullable() == now.nullable()
        && (mode == Mode.EXACT
            ? old.variable().equals(now.variable())
            : old.variable().contains(now.variable()))
        && old.bound() <= now.bound()
        && old.qualifiers().equals(now.qualifiers())
        && old.poison().isLike(now.poison())
        && id(old.id(), now.id())
        && id(old.obligation(), now.obligation())
        && id(old.parent(), now.parent());
  }

  /// Ids of 0 and below mean the same in all states.
  private boolean id(int old, int now) {
    if (old <= 0 || now <= 0) {
      return old == now;
    }
    return ids.match(old, now);
  }

  private boolean slot(Slot old, Slot now) {
    return switch (old) {
      case Slot.Part part ->
          now instanceof Slot.Part other
              && part.kind().equals(other.kind())
              && part.part() == other.part()
              && part.qualifiers().equals(other.qualifiers())
              && id(part.identity(), other.identity())
              && id(part.obligation(), other.obligation());
      case Slot.Spill spill -> spill(spill, now);
      case Slot.Bytes bytes -> bytes(bytes, 0, now);
    };
  }

  private boolean spill(Slot.Spill old, Slot now) {
    if (!(now instanceof Slot.Spill spill)) {
      return mode != Mode.EXACT && isUnknown(old) && bytes(old.rest(), old.size(), now);
    }
    if (mode != Mode.EXACT && isUnknown(old) && spill.value() instanceof Scalar) {
      return bytes(old.rest(), old.size(), now);
    }
    return old.size() == spill.size()
        && value(old.value(), spill.value())
        && bytes(old.rest(), old.size(), now);
  }

  /// A spilled number of which nothing is known, not even what it equals, is as good as bytes of
  /// which nothing is known.
  private boolean isUnknown(Slot.Spill spill) {
    return spill.value() instanceof Scalar scalar
        && ((scalar.range().isUnknown() && scalar.link() == 0)
            || (mode == Mode.MARKED && !scalar.isPrecise()));
  }

  private boolean bytes(Slot.Bytes old, int from, Slot now) {
    for (int i = from; i < 8; i++) {
      int kind = old.kind(i);
      if (kind == Slot.Bytes.ZERO && kindOf(now, i) != Slot.Bytes.ZERO) {
        return false;
      }
      if (mode == Mode.EXACT && kind != kindOf(now, i)) {
        return false;
      }
    }
    return !(now instanceof Slot.Part);
  }

  private static int kindOf(Slot slot, int index) {
    return switch (slot) {
      case Slot.Bytes bytes -> bytes.kind(index);
      case Slot.Spill spill -> index >= spill.size() ? spill.rest().kind(index) : Slot.Bytes.MISC;
      case Slot.Part part -> Slot.Bytes.INVALID;
    };
  }

  private boolean obligations(State old, State now) {
    for (int i = 0; i < old.obligations().size(); i++) {
      var a = old.obligations().get(i);
      var b = now.obligations().get(i);
      if (a.count() != b.count() || !id(a.id(), b.id()) || !id(a.identity(), b.identity())) {
        return false;
      }
    }
    return true;
  }

  private boolean sections(State old, State now) {
    for (int i = 0; i < old.sections().size(); i++) {
      var a = old.sections().get(i);
      var b = now.sections().get(i);
      if (!a.kind().equals(b.kind())
          || !a.holder().equals(b.holder())
          || a.offset() != b.offset()
          || !a.member().equals(b.member())
          || !id(a.identity(), b.identity())) {
        return false;
      }
    }
    return true;
  }

  /// Facets of identities that something still leads to must be equal, once the identities that
  /// they name are matched up; those named are led to as well.
  private boolean facets(State old, State now) {
    if (old.facets().values().isEmpty() && now.facets().values().isEmpty()) {
      return true;
    }
    if (!constants(old.facets(), now.facets(), false)
        || !constants(now.facets(), old.facets(), true)) {
      return false;
    }
    // What facets name is matched up too, and then looked at in its turn.
    for (int i = 0; i < ids.size(); i++) {
      if (!facetsOf(old.facets(), ids.old(i), now.facets(), ids.now(i), false)
          || !facetsOf(now.facets(), ids.now(i), old.facets(), ids.old(i), true)) {
        return false;
      }
    }
    return true;
  }

  /// Facets of things that are there all along.
  private boolean constants(FacetTable one, FacetTable other, boolean reversed) {
    for (var entry : one.values().entrySet()) {
      var key = entry.getKey();
      if (key.identity() < 0
          && !sameValue(
              entry.getValue(), other.get(key.facet(), key.identity(), key.offset()), reversed)) {
        return false;
      }
    }
    return true;
  }

  private boolean facetsOf(
      FacetTable one, int id, FacetTable other, int otherId, boolean reversed) {
    for (var entry : one.values().entrySet()) {
      var key = entry.getKey();
      if (key.identity() == id
          && !sameValue(
              entry.getValue(), other.get(key.facet(), otherId, key.offset()), reversed)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameValue(Object one, Object other, boolean reversed) {
    if (!(one instanceof Facet.NamesIdentities a) || !(other instanceof Facet.NamesIdentities b)) {
      return one.equals(other);
    }
    var old = reversed ? b : a;
    var now = reversed ? a : b;
    if (old.identities().size() != now.identities().size()) {
      return false;
    }
    for (int i = 0; i < old.identities().size(); i++) {
      if (!id(old.identities().get(i).intValue(), now.identities().get(i).intValue())) {
        return false;
      }
    }
    return old.renamed(id -> id <= 0 ? id : renamed((int) id)).equals(now);
  }

  private int renamed(int old) {
    int now = ids.of(old);
    return now == 0 ? old : now;
  }

  /// What was known to be different must be different again.
  private boolean distinct(State old, State now) {
    for (var pair : old.distinct().pairs()) {
      int left = pair.left() < 0 ? pair.left() : ids.of(pair.left());
      int right = pair.right() < 0 ? pair.right() : ids.of(pair.right());
      if (left != 0 && right != 0 && !now.distinct().areDistinct(left, right)) {
        return false;
      }
    }
    return true;
  }
}
