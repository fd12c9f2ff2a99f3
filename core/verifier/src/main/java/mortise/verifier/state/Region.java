package mortise.verifier.state;

import mortise.object.BpfMap;
import mortise.spi.HostView;
import mortise.spi.SlotKind;
import mortise.spi.TypeView;

/// What a pointer points into.
public sealed interface Region {
  /// The stack of the frame at this depth.
  record Stack(int frame) implements Region {}

  record Context() implements Region {}

  /// A map itself.
  record Map(BpfMap map) implements Region {}

  /// A value of a map; for a section of globals, the section.
  record MapValue(BpfMap map, TypeView type) implements Region {}

  /// A key of a map, as callbacks see it.
  record MapKey(BpfMap map) implements Region {}

  /// An object of one of the program's own types.
  record Local(int typeId, TypeView type) implements Region {}

  /// The packet's data or, `meta`, its metadata.
  record Packet(boolean meta) implements Region {}

  record PacketEnd() implements Region {}

  /// Plain memory.
  record Memory(int size, boolean readOnly) implements Region {}

  /// Memory whose end is known only when the program is attached.
  record Buffer(boolean readOnly) implements Region {}

  /// The memory of a map that is an address space of its own.
  ///
  /// @param name what messages call such memory
  record Space(String name) implements Region {}

  /// A subprogram, by its first slot.
  record Function(int slot) implements Region {}

  /// A typed object as stack slots may hold them, that lies elsewhere.
  record Elsewhere(SlotKind kind) implements Region {}

  /// An object of a type that the host brings.
  record Host(String type) implements Region {}

  /// What of an object of the host's a view shows.
  record View(HostView view) implements Region {}
}
