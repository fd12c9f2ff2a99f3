package mortise.verifier.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mortise.spi.SectionKind;
import org.jspecify.annotations.Nullable;

/// All that is known at one point of one path. Mutable while its path is explored; a checkpoint
/// keeps a [copy][#copy] that nobody changes.
public final class State {
  private final List<Frame> frames;
  private List<Obligation> obligations;
  private List<OpenSection> sections;
  private FacetTable facets;
  private Distinct distinct;
  private Trace trace;

  /// A state at the entry of a program, with one frame.
  public State(Frame first) {
    frames = new ArrayList<>(4);
    frames.add(first);
    obligations = List.of();
    sections = List.of();
    facets = FacetTable.EMPTY;
    distinct = Distinct.NONE;
    trace = Trace.START;
  }

  private State(State other) {
    frames = new ArrayList<>(other.frames.size() + 1);
    for (var frame : other.frames) {
      frames.add(frame.copy());
    }
    obligations = other.obligations;
    sections = other.sections;
    facets = other.facets;
    distinct = other.distinct;
    trace = other.trace;
  }

  public State copy() {
    return new State(this);
  }

  // Frames.

  public Frame frame() {
    return frames.getLast();
  }

  public Frame frame(int depth) {
    return frames.get(depth);
  }

  public int depth() {
    return frames.size();
  }

  public void push(Frame frame) {
    frames.add(frame);
  }

  public Frame pop() {
    return frames.removeLast();
  }

  public Value register(int number) {
    return frame().register(number);
  }

  public void setRegister(int number, Value value) {
    frame().setRegister(number, value);
  }

  /// Replaces values everywhere: registers and spills of all frames.
  @SuppressWarnings("ReferenceEquality") // Whether it is the same node matters, not its contents.
  public void mapValues(UnaryOperator<Value> change) {
    for (var frame : frames) {
      for (int r = 0; r < Frame.REGISTERS - 1; r++) {
        var old = frame.register(r);
        var now = change.apply(old);
        if (now != old) {
          frame.setRegister(r, now);
        }
      }
      for (int s = 0; s < frame.slotCount(); s++) {
        if (frame.slot(s) instanceof Slot.Spill spill) {
          var now = change.apply(spill.value());
          if (now != spill.value()) {
            frame.replaceSlot(s, new Slot.Spill(now, spill.size(), spill.rest()));
          }
        }
      }
    }
  }

  /// [#mapValues] for pointers only.
  public void mapPointers(Function<Pointer, Value> change) {
    mapValues(value -> value instanceof Pointer pointer ? change.apply(pointer) : value);
  }

  /// Replaces parts of typed objects in stack slots.
  @SuppressWarnings("ReferenceEquality") // Whether it changed matters.
  public void mapParts(UnaryOperator<Slot.Part> change) {
    for (var frame : frames) {
      for (int s = 0; s < frame.slotCount(); s++) {
        if (frame.slot(s) instanceof Slot.Part part) {
          var now = change.apply(part);
          if (now != part) {
            frame.replaceSlot(s, now);
          }
        }
      }
    }
  }

  // Obligations.

  public List<Obligation> obligations() {
    return obligations;
  }

  public @Nullable Obligation obligation(int id) {
    for (var one : obligations) {
      if (one.id() == id) {
        return one;
      }
    }
    return null;
  }

  /// What is owed for a thing, if anything is.
  public @Nullable Obligation obligationFor(int identity) {
    for (var one : obligations) {
      if (one.identity() == identity) {
        return one;
      }
    }
    return null;
  }

  public void owe(Obligation obligation) {
    var all = new ArrayList<Obligation>(obligations.size() + 1);
    all.addAll(obligations);
    all.add(obligation);
    obligations = List.copyOf(all);
  }

  public void replaceObligation(Obligation obligation) {
    var all = new ArrayList<>(obligations);
    all.replaceAll(o -> o.id() == obligation.id() ? obligation : o);
    obligations = List.copyOf(all);
  }

  public void settle(int id) {
    var all = new ArrayList<>(obligations);
    all.removeIf(o -> o.id() == id);
    obligations = List.copyOf(all);
  }

  // Sections.

  public List<OpenSection> sections() {
    return sections;
  }

  public void enter(OpenSection section) {
    var all = new ArrayList<>(sections);
    all.add(section);
    sections = List.copyOf(all);
  }

  /// Leaves the section with that place among the [open ones][#sections].
  public void leave(int index) {
    var all = new ArrayList<>(sections);
    all.remove(index);
    sections = List.copyOf(all);
  }

  public boolean inside(SectionKind kind) {
    for (var section : sections) {
      if (section.kind().equals(kind)) {
        return true;
      }
    }
    return false;
  }

  // Facets, distinctness, history.

  public FacetTable facets() {
    return facets;
  }

  public void setFacets(FacetTable value) {
    facets = value;
  }

  public Distinct distinct() {
    return distinct;
  }

  public void setDistinct(Distinct value) {
    distinct = value;
  }

  public Trace trace() {
    return trace;
  }

  public void record(Trace.Event event) {
    trace = trace.then(event);
  }
}
