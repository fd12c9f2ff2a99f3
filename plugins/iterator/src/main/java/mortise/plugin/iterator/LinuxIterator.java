package mortise.plugin.iterator;

import mortise.plugin.iterator.api.IteratorKind;
import mortise.plugin.lock.api.Locks;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;

/// Open-coded iterators over numbers and over the bits of words, as mainline has them.
///
/// Source: linux `bpf_iter_num_new`, `bpf_iter_bits_new` and their siblings (6.18).
public final class LinuxIterator implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("iterator", "linux", "1.0.0", "[0.1,0.2)");

  private static final Result NUMBER = Result.memory(4, true);
  private static final IteratorKind NUM =
      IteratorKind.of("num", Numbers.BYTES, NUMBER).allowedIn(Locks.HELD);
  private static final IteratorKind BITS = IteratorKind.of("bits", Bits.BYTES, NUMBER);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.header(
        """
        /* family iterator */
        struct bpf_iter_num { __u64 opaque[1]; } __attribute__((aligned(8)));
        struct bpf_iter_bits { __u64 opaque[2]; } __attribute__((aligned(8)));
        """);
    NUM.create(
        in,
        ", int start, int end",
        f -> {
          f.scalar("start");
          f.scalar("end");
        },
        Numbers::create);
    NUM.next(in, "int", Numbers::next);
    NUM.destroy(in, Numbers::destroy);
    BITS.create(
        in,
        ", const __u64 *unsafe_ptr__ign, __u32 nr_words",
        f -> {
          f.ignored("unsafe_ptr__ign");
          f.scalar("nr_words");
        },
        Bits::create);
    BITS.next(in, "int", Bits::next);
    BITS.destroy(in, Bits::destroy);
  }
}
