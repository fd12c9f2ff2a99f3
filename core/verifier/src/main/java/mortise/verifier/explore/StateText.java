package mortise.verifier.explore;

import java.util.ArrayList;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Writes states as the kernel's log does: `R0=map_value(off=8) R1=scalar(umax=4) fp-8=ctx()
/// refs=2`.
final class StateText {
  private StateText() {}

  static String of(State state) {
    var parts = new ArrayList<String>();
    var frame = state.frame();
    if (state.depth() > 1) {
      parts.add("frame" + (state.depth() - 1) + ":");
    }
    for (int r = 0; r < Frame.REGISTERS; r++) {
      if (frame.register(r) != Uninitialised.VALUE) {
        parts.add("R" + r + "=" + of(frame.register(r)));
      }
    }
    for (int s = 0; s < frame.slotCount(); s++) {
      var text = of(frame.slot(s));
      if (!text.isEmpty()) {
        parts.add("fp-" + 8 * (s + 1) + "=" + text);
      }
    }
    if (!state.obligations().isEmpty()) {
      parts.add(
          "refs="
              + String.join(
                  ",", state.obligations().stream().map(o -> Integer.toString(o.id())).toList()));
    }
    state.sections().forEach(section -> parts.add("in=" + section.kind()));
    return String.join(" ", parts);
  }

  private static String of(Value value) {
    return switch (value) {
      case Uninitialised none -> "?";
      case Scalar scalar -> scalar.range().toString();
      case Pointer pointer -> of(pointer);
    };
  }

  private static String of(Pointer pointer) {
    var inside = new ArrayList<String>();
    CallSite.typeOf(pointer).ifPresent(type -> inside.add(type.name()));
    if (pointer.id() != 0) {
      inside.add("id=" + pointer.id());
    }
    if (pointer.obligation() != 0) {
      inside.add("ref_obj_id=" + pointer.obligation());
    }
    pointer.qualifiers().forEach(q -> inside.add(q.name()));
    if (pointer.offset() != 0) {
      inside.add("off=" + pointer.offset());
    }
    if (!pointer.variable().isConstant(0)) {
      inside.add("var=" + pointer.variable().describe());
    }
    if (pointer.bound() != 0) {
      inside.add("r=" + pointer.bound());
    }
    return Names.type(pointer) + "(" + String.join(",", inside) + ")";
  }

  private static String of(Slot slot) {
    return switch (slot) {
      case Slot.Spill spill -> of(spill.value());
      case Slot.Part part -> part.kind() + "(ref_id=" + part.identity() + ")";
      case Slot.Bytes bytes -> bytes(bytes);
    };
  }

  private static String bytes(Slot.Bytes bytes) {
    if (bytes.equals(Slot.EMPTY)) {
      return "";
    }
    var text = new StringBuilder();
    for (int i = 7; i >= 0; i--) {
      text.append("?m0".charAt(bytes.kind(i)));
    }
    return text.toString();
  }
}
