package mortise.verifier.explore;

import mortise.object.btf.BtfType;
import mortise.spi.SlotKind;
import mortise.spi.Target;
import mortise.verifier.domain.Tnum;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// How the classic messages call values.
///
/// Source: linux `reg_type_str` (6.18).
final class Names {
  private Names() {}

  /// `scalar`, `ptr_or_null_`, `rcu_ptr_`, `map_value`, …
  static String type(Value value) {
    return switch (value) {
      case Uninitialised none -> "?";
      case Scalar scalar -> "scalar";
      case Pointer pointer -> prefix(pointer) + base(pointer);
    };
  }

  private static String prefix(Pointer pointer) {
    var text = new StringBuilder();
    boolean readOnly =
        (pointer.region() instanceof Region.Memory memory && memory.readOnly())
            || (pointer.region() instanceof Region.Buffer buffer && buffer.readOnly());
    if (readOnly) {
      text.append("rdonly_");
    }
    for (var qualifier : pointer.qualifiers()) {
      text.append(qualifier.prefix());
    }
    return text.toString();
  }

  private static String base(Pointer pointer) {
    var base =
        switch (pointer.region()) {
          case Region.Stack s -> "fp";
          case Region.Context c -> "ctx";
          case Region.Map m -> "map_ptr";
          case Region.MapValue v -> "map_value";
          case Region.MapKey k -> "map_key";
          case Region.Local o -> "ptr_";
          case Region.Host h -> "ptr_";
          case Region.View v -> v.view().name();
          case Region.Packet p -> p.meta() ? "pkt_meta" : "pkt";
          case Region.PacketEnd e -> "pkt_end";
          case Region.Memory m -> "mem";
          case Region.Buffer b -> "buf";
          case Region.Space s -> s.name();
          case Region.Function f -> "func";
          case Region.Elsewhere e -> elsewhere(e.kind());
        };
    if (!pointer.nullable()) {
      return base;
    }
    return base.endsWith("_") ? base + "or_null_" : base + "_or_null";
  }

  /// How messages call a pointer to a typed object that does not lie on the stack.
  static String elsewhere(SlotKind kind) {
    return kind.handle().map(SlotKind.Handle::pointer).orElse(kind.name());
  }

  /// `0`, `65536` as `0x10000`, `(0x0; 0xff)`.
  ///
  /// Source: linux `tnum_strn` (6.18).
  static String number(Tnum number) {
    if (!number.isConstant()) {
      return number.toString();
    }
    long value = number.value();
    return value >= 0 && value <= 0xffff ? Long.toString(value) : "0x" + Long.toHexString(value);
  }

  /// What the type is called in `expected=` lists.
  static String expected(Target target) {
    var text = new StringBuilder();
    if (target.exactly()) {
      target.qualifiers().forEach(q -> text.append(q.prefix()));
    }
    return text.append(
            switch (target.kind()) {
              case OBJECT, HOST_OBJECT -> "ptr_";
              case HOST_VIEW -> "view";
              case MAP_VALUE -> "map_value";
              case MAP -> "map_ptr";
              case STACK -> "fp";
              case CONTEXT -> "ctx";
              case PACKET -> "pkt";
              case MEMORY -> "mem";
              case FUNCTION -> "func";
              case SLOT_OBJECT -> "object";
            })
        .toString();
  }

  /// What lies there: `map 'm'`, `local 'kptr'`.
  static String holder(Pointer pointer) {
    return switch (pointer.region()) {
      case Region.MapValue value -> "map '" + value.map().name() + "'";
      default -> "local 'kptr'";
    };
  }

  /// Where a value leads, in words: `offset 8 of map 'm'`, `a variable offset of struct foo`.
  static String place(Value value) {
    return switch (value) {
      case Uninitialised none -> "not initialised";
      case Scalar scalar -> "a number";
      case Pointer pointer when pointer.nullable() -> "a pointer that may be null";
      case Pointer pointer -> offset(pointer) + " of " + region(pointer);
    };
  }

  private static String offset(Pointer pointer) {
    return pointer.isConstantOffset() ? "offset " + pointer.constantOffset() : "a variable offset";
  }

  private static String region(Pointer pointer) {
    return switch (pointer.region()) {
      case Region.Stack stack -> "the stack";
      case Region.Context context -> "the context";
      case Region.Map map -> "the descriptor of map '%s'".formatted(map.map().name());
      case Region.MapValue value -> "map '%s'".formatted(value.map().name());
      case Region.MapKey key -> "a map's key";
      case Region.Local object -> "struct " + object.type().name();
      case Region.Host object -> "struct " + object.type();
      case Region.View view -> "a " + view.view().name();
      case Region.Packet packet -> "the packet";
      case Region.PacketEnd end -> "the packet's end";
      case Region.Memory memory -> "plain memory";
      case Region.Buffer buffer -> "a buffer";
      case Region.Space space -> "the " + space.name();
      case Region.Function function -> "a function";
      case Region.Elsewhere object -> "an object of kind " + object.kind().called();
    };
  }

  /// What the kind of a type is called.
  ///
  /// Source: linux `btf_kind_str` (6.18).
  static String kind(BtfType type) {
    return switch (type) {
      case BtfType.Pointer t -> "PTR";
      case BtfType.FunctionPrototype t -> "FUNC_PROTO";
      case BtfType.Struct t -> "STRUCT";
      case BtfType.Union t -> "UNION";
      case BtfType.Int t -> "INT";
      case BtfType.Typedef t -> "TYPEDEF";
      case BtfType.Array t -> "ARRAY";
      case BtfType.Forward t -> "FWD";
      case BtfType.FloatingPoint t -> "FLOAT";
      case BtfType.Enumeration t -> "ENUM";
      default -> "UNKNOWN";
    };
  }

  private static final String[] REGISTERS = {
    "R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10"
  };

  static String register(int number) {
    return number >= 0 && number < REGISTERS.length ? REGISTERS[number] : "R" + number;
  }
}
