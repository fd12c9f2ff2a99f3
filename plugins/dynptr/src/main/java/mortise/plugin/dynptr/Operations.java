package mortise.plugin.dynptr;

import static mortise.plugin.dynptr.Dynptr.INVALID;
import static mortise.plugin.dynptr.Dynptr.MOST;
import static mortise.plugin.dynptr.Dynptr.TOO_BIG;

import mortise.plugin.dynptr.Dynptr.Sort;
import mortise.plugin.net.api.Packet;
import mortise.plugin.ringbuf.api.Ring;
import mortise.spi.runtime.Call;

/// The runtime halves.
///
/// Source: linux `bpf_dynptr_from_mem` and its siblings, `bpf_user_ringbuf_drain` (6.18).
final class Operations {
  private static final long FAULT = -14;
  private static final long WAKEUPS = 3;
  private static final long MOST_SAMPLES = 128 * 1024;

  private Operations() {}

  private static Dynptr dynptr(Call call, int index) {
    return Dynptr.at(call.machine(), call.argument(index));
  }

  private static long unsigned(Call call, int index) {
    return call.argument(index) & 0xffff_ffffL;
  }

  static long fromMemory(Call call) {
    var made = dynptr(call, 3);
    long size = unsigned(call, 1);
    if (size > MOST) {
      return made.clear(TOO_BIG);
    }
    if (call.argument(2) != 0) {
      return made.clear(INVALID);
    }
    made.set(Sort.LOCAL, call.argument(0), size, false);
    return 0;
  }

  static long reserve(Call call) {
    var made = dynptr(call, 3);
    long size = unsigned(call, 1);
    if (call.argument(2) != 0) {
      return made.clear(INVALID);
    }
    if (size > MOST) {
      return made.clear(TOO_BIG);
    }
    long record = Ring.at(call.machine(), call.argument(0)).reserveUntracked(size);
    if (record == 0) {
      return made.clear(INVALID);
    }
    made.set(Sort.RECORD, record, size, false);
    return 0;
  }

  static long commit(Call call, boolean discarded) {
    var dynptr = dynptr(call, 0);
    if (!dynptr.isNull()) {
      Ring.commit(call.machine(), dynptr.memory(), discarded);
      dynptr.clear(0);
    }
    return 0;
  }

  static long read(Call call) {
    var from = dynptr(call, 2);
    if (from.isNull() || call.argument(4) != 0) {
      return INVALID;
    }
    long size = unsigned(call, 1);
    if (!from.contains(unsigned(call, 3), size)) {
      return TOO_BIG;
    }
    long place = from.place(unsigned(call, 3), size);
    if (place == 0) {
      call.machine().fill(call.argument(0), size, (byte) 0);
      return FAULT;
    }
    call.machine().copy(place, call.argument(0), size);
    return 0;
  }

  static long write(Call call) {
    var to = dynptr(call, 0);
    boolean ofBuffer = to.sort() == Sort.BUFFER;
    if (to.isNull() || to.isReadOnly() || (call.argument(4) & (ofBuffer ? ~3 : ~0)) != 0) {
      return INVALID;
    }
    long size = unsigned(call, 3);
    if (!to.contains(unsigned(call, 1), size)) {
      return TOO_BIG;
    }
    long place = to.place(unsigned(call, 1), size);
    if (place == 0) {
      return FAULT;
    }
    call.machine().copy(call.argument(2), place, size);
    return 0;
  }

  static long data(Call call) {
    var dynptr = dynptr(call, 0);
    boolean here = dynptr.sort() == Sort.LOCAL || dynptr.sort() == Sort.RECORD;
    return here && !dynptr.isReadOnly() ? dynptr.place(unsigned(call, 1), unsigned(call, 2)) : 0;
  }

  static long slice(Call call) {
    return dynptr(call, 0).place(unsigned(call, 1), unsigned(call, 3));
  }

  static long writableSlice(Call call) {
    return dynptr(call, 0).isReadOnly() ? 0 : slice(call);
  }

  static long fromPacket(Call call, Sort sort) {
    var made = dynptr(call, 2);
    if (call.argument(1) != 0) {
      return made.clear(INVALID);
    }
    var machine = call.machine();
    long context = call.argument(0);
    long size =
        switch (sort) {
          case XDP -> Packet.ofXdp(machine, context).length();
          case BUFFER_META -> Packet.ofBuffer(machine, context).metadata();
          default -> Packet.ofBuffer(machine, context).length();
        };
    made.set(sort, context, size, !Dynptrs.writes(call.programType()));
    return 0;
  }

  static long adjust(Call call) {
    return dynptr(call, 0).adjust(unsigned(call, 1), unsigned(call, 2));
  }

  static long isNull(Call call) {
    return dynptr(call, 0).isNull() ? 1 : 0;
  }

  static long isReadOnly(Call call) {
    var dynptr = dynptr(call, 0);
    return !dynptr.isNull() && dynptr.isReadOnly() ? 1 : 0;
  }

  static long size(Call call) {
    var dynptr = dynptr(call, 0);
    return dynptr.isNull() ? INVALID & 0xffff_ffffL : dynptr.size();
  }

  static long copyHandle(Call call) {
    var original = dynptr(call, 0);
    if (original.isNull()) {
      return dynptr(call, 1).clear(INVALID);
    }
    call.machine().copy(call.argument(0), call.argument(1), 16);
    return 0;
  }

  static long copy(Call call) {
    var to = dynptr(call, 0);
    var from = dynptr(call, 2);
    long size = unsigned(call, 4);
    if (!to.contains(unsigned(call, 1), size) || !from.contains(unsigned(call, 3), size)) {
      return TOO_BIG;
    }
    long source = from.place(unsigned(call, 3), size);
    long target = to.place(unsigned(call, 1), size);
    if (source == 0 || target == 0 || to.isReadOnly()) {
      return INVALID;
    }
    call.machine().copy(source, target, size);
    return 0;
  }

  static long set(Call call) {
    var dynptr = dynptr(call, 0);
    long size = unsigned(call, 2);
    if (dynptr.isReadOnly()) {
      return INVALID;
    }
    if (!dynptr.contains(unsigned(call, 1), size)) {
      return TOO_BIG;
    }
    long place = dynptr.place(unsigned(call, 1), size);
    if (place == 0) {
      return INVALID;
    }
    call.machine().fill(place, size, (byte) call.argument(3));
    return 0;
  }

  /// Gives for how many samples it called back.
  static long drain(Call call) {
    if ((call.argument(3) & ~WAKEUPS) != 0) {
      return INVALID;
    }
    var machine = call.machine();
    var ring = Ring.at(machine, call.argument(0));
    long dynptr = machine.allocate(16, "dynptr");
    long count = 0;
    try {
      for (boolean more = dynptr != 0; more && count < MOST_SAMPLES; count++) {
        long sample = ring.sample();
        if (sample == 0) {
          break;
        }
        Dynptr.at(machine, dynptr).set(Sort.LOCAL, sample, ring.sizeOf(sample), false);
        try {
          more = call.invoke(call.argument(1), dynptr, call.argument(2)) == 0;
        } finally {
          ring.giveBack(sample);
        }
      }
    } finally {
      if (dynptr != 0) {
        machine.free(dynptr);
      }
    }
    return count;
  }
}
