package mortise.plugin.ringbuf.api;

import java.util.List;
import java.util.Optional;
import mortise.spi.FunctionBuilder;
import mortise.spi.MapKind;
import mortise.spi.Parameter;
import mortise.spi.Qualifier;
import mortise.spi.StandardRules;
import mortise.spi.Target;

/// The two kinds of ring buffer, and the records in them.
public final class RingBuffers {
  /// Programs write, user space reads. Its size is `max_entries`, in bytes.
  public static final MapKind RING =
      new MapKind("ringbuf", 27, false, false, false, true, Optional.of(Ring::new))
          .describedBy("bpf_ringbuf_map");

  /// User space writes, programs read.
  public static final MapKind USER_RING =
      new MapKind("user_ringbuf", 31, false, false, false, true, Optional.of(Ring::ofUser))
          .describedBy("bpf_ringbuf_map");

  /// Memory reserved in a ring buffer.
  ///
  /// Source: linux `MEM_RINGBUF`.
  public static final Qualifier RESERVED = Qualifier.of("ringbuf", "ringbuf_").alive();

  /// A pointer to such memory.
  public static final Target RECORD =
      new Target(Target.Kind.MEMORY, List.of(RESERVED), true, false);

  private RingBuffers() {}

  /// Asks, once everything passed is known to be what it should, that the map is of the kind.
  ///
  /// Source: linux `check_map_func_compatibility` (6.18).
  public static void requireKind(FunctionBuilder function, Parameter map, MapKind kind) {
    function.requires(StandardRules.MAP_TYPE, map.isMapOfType(kind.number()));
  }
}
