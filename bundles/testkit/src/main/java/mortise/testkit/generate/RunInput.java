package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import mortise.engine.CheckedInstance;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.object.Program;
import mortise.spi.runtime.ContextFactory.Input;

/// What one run is given: a packet, a context, and what is put into maps before it. Bytes are kept
/// as hexadecimal text, so that inputs are equal when they say the same.
///
/// @param packet the packet's bytes
/// @param context the context's bytes
public record RunInput(String packet, String context, List<Entry> entries) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int MOST_ENTRIES = 16;
  private static final int CONTEXT = 192;

  /// Packets end where accesses of generated programs do: after 0 bytes, and around 64.
  private static final List<Integer> PACKETS =
      List.of(0, 1, 13, 14, 15, 33, 34, 40, 63, 64, 65, 100);

  /// One value of a map.
  public record Entry(String map, String key, String value) {}

  public RunInput {
    entries = List.copyOf(entries);
  }

  /// A number of inputs for programs of a template.
  static List<RunInput> some(Template template, Draw draw, int count) {
    return some(template.program(), CONTEXT, draw, count);
  }

  /// A number of inputs for a program.
  ///
  /// @param context how many bytes of context there are
  public static List<RunInput> some(Program program, int context, Draw draw, int count) {
    var result = new ArrayList<RunInput>();
    for (int i = 0; i < count; i++) {
      result.add(one(program, context, draw));
    }
    return List.copyOf(result);
  }

  private static RunInput one(Program program, int context, Draw draw) {
    var entries = new ArrayList<Entry>();
    for (var map : program.maps()) {
      boolean holdsMaps = map.definition().inner().isPresent();
      if (!map.isGlobalData() && map.keySize() > 0 && !holdsMaps) {
        fill(map, draw, entries);
      }
    }
    return new RunInput(
        bytes(draw, draw.chance(80) ? draw.pick(PACKETS) : draw.below(128)),
        bytes(draw, context),
        entries);
  }

  private static void fill(BpfMap map, Draw draw, List<Entry> entries) {
    boolean indexed = map.type().equals(MapType.ARRAY);
    long count = Math.min(map.maxEntries(), MOST_ENTRIES);
    for (long key = 0; key < count; key++) {
      if (indexed || draw.chance(50)) {
        var text = HEX.formatHex(littleEndian(key, map.keySize()));
        entries.add(new Entry(map.name(), text, bytes(draw, map.valueSize())));
      }
    }
  }

  private static byte[] littleEndian(long number, int size) {
    var bytes = new byte[size];
    for (int i = 0; i < Math.min(size, Long.BYTES); i++) {
      bytes[i] = (byte) (number >>> (8 * i));
    }
    return bytes;
  }

  /// Numbers of eight bytes, most of them small or at some limit.
  private static String bytes(Draw draw, int size) {
    var bytes = new byte[size];
    for (int at = 0; at < size; at += Long.BYTES) {
      long number =
          switch (draw.below(4)) {
            case 0 -> draw.below(80);
            case 1 -> 0;
            default -> draw.number();
          };
      for (int i = at; i < Math.min(size, at + Long.BYTES); i++) {
        bytes[i] = (byte) (number >>> (8 * (i - at)));
      }
    }
    return HEX.formatHex(bytes);
  }

  /// Puts the maps' values in their places; maps that the instance does not have are passed over.
  void prepare(CheckedInstance instance) {
    for (var entry : entries) {
      instance
          .instance()
          .map(entry.map())
          .ifPresent(map -> map.update(HEX.parseHex(entry.key()), HEX.parseHex(entry.value()), 0));
    }
  }

  Input input() {
    return new Input(HEX.parseHex(packet), HEX.parseHex(context));
  }
}
