package mortise.verifier.explore;

import mortise.verifier.domain.Tnum;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Whether accesses are aligned. The stack is always accessed aligned, as is everything else where
/// that is asked for, and by atomics; even what turns out to be no address at all.
///
/// Source: linux `check_ptr_alignment` (6.18).
///
/// @param strict whether everything must be aligned
record Alignment(boolean strict) {
  void check(Access access, Value base) {
    boolean onStack = base instanceof Pointer p && p.region() instanceof Region.Stack;
    if (!onStack && !strict && !access.isAtomic()) {
      return;
    }
    if (base instanceof Pointer inSpace && inSpace.region() instanceof Region.Space) {
      return;
    }
    var variable =
        switch (base) {
          case Pointer pointer -> pointer.variable().tnum();
          case Scalar scalar -> scalar.range().tnum();
          case Uninitialised none -> Tnum.UNKNOWN;
        };
    int offset = base instanceof Pointer pointer ? pointer.offset() : 0;
    // Network drivers put packets where the header behind Ethernet's 14 bytes is aligned.
    boolean inPacket = base instanceof Pointer p && p.region() instanceof Region.Packet;
    long fixed = (inPacket ? 2 : 0) + (long) offset + access.offset();
    if (variable.add(Tnum.constant(fixed)).isAligned(access.size())) {
      return;
    }
    var unknown = Names.number(variable);
    boolean inValue = base instanceof Pointer p && p.region() instanceof Region.MapValue;
    throw Rejection.of(
        MemoryRules.ALIGNMENT,
        "what",
        onStack ? "stack " : inValue ? "value " : inPacket ? "packet " : "",
        "var_off",
        inPacket ? "2+" + unknown : unknown,
        "base",
        offset,
        "offset",
        access.offset(),
        "size",
        access.size());
  }
}
