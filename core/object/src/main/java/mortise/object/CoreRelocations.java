package mortise.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mortise.object.CoreSpec.Mismatch;
import mortise.object.ExtInfo.CoreRelocation;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.bytes.Bytes;

/// Adapts instructions to the types of a target: "compile once, run everywhere".
///
/// Source: `bpf_core_calc_relo_insn`, `bpf_core_patch_insn` (libbpf's relo_core.c).
final class CoreRelocations {
  static final int MAX_ACCESS = 256;

  /// A path has at most this many steps (`BPF_CORE_SPEC_MAX_LEN`).
  private static final int MAX_STEPS = 64;

  /// The helper id that libbpf writes where a relocation has no answer.
  private static final int POISON = 0xbad2310;

  private static final int FIELD_BYTE_OFFSET = 0;
  private static final int FIELD_BYTE_SIZE = 1;
  private static final int FIELD_EXISTS = 2;
  private static final int FIELD_SIGNED = 3;
  private static final int FIELD_LEFT_SHIFT = 4;
  private static final int FIELD_RIGHT_SHIFT = 5;
  private static final int TYPE_ID_LOCAL = 6;
  private static final int TYPE_ID_TARGET = 7;
  private static final int TYPE_EXISTS = 8;
  private static final int TYPE_SIZE = 9;
  private static final int ENUM_VALUE_EXISTS = 10;
  private static final int ENUM_VALUE = 11;
  private static final int TYPE_MATCHES = 12;

  private final Bytes section;
  private final Btf local;
  private final Btf target;
  private boolean targeted;

  CoreRelocations(Bytes section, Btf local, Btf target) {
    this.section = section;
    this.local = local;
    this.target = target;
  }

  /// Whether some relocation so far asked for the target's types.
  boolean targeted() {
    return targeted;
  }

  /// A relocation's value on both sides.
  ///
  /// @param checkOriginal whether the instruction must carry `original`
  /// @param size the width of the field in the target, 0 where it does not matter
  /// @param sameWidth whether local and target field are equally wide, or may be read either way
  private record Answer(
      long original, long value, boolean checkOriginal, long size, boolean sameWidth) {}

  void apply(CoreRelocation relocation, CodeSection code) {
    int slot = relocation.offset() / RawInstruction.BYTES;
    if (slot >= code.slots()) {
      throw section.fail(
          relocation.at(), "it relocates slot %d of %d".formatted(slot, code.slots()));
    }
    try {
      Optional<Answer> answer = answer(relocation);
      if (answer.isEmpty()) {
        String type = local.name(relocation.type());
        poison(code, slot, "no '%s' in the target fits".formatted(type));
      } else {
        patch(code, slot, answer.get(), relocation.type());
      }
    } catch (Mismatch mismatch) {
      if (target != local) {
        // Some other program may do without.
        poison(code, slot, mismatch.problem());
        return;
      }
      throw section.fail(
          relocation.at(),
          "CO-RE relocation of '%s' by '%s': %s"
              .formatted(local.name(relocation.type()), relocation.access(), mismatch.problem()));
    }
  }

  private static int[] steps(String access) throws Mismatch {
    String[] parts = access.split(":", -1);
    if (parts.length > MAX_STEPS) {
      throw new Mismatch("more than %d steps".formatted(MAX_STEPS));
    }
    var steps = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        steps[i] = Integer.parseInt(parts[i]);
      } catch (NumberFormatException _) {
        steps[i] = -1;
      }
      if (steps[i] < 0) {
        throw new Mismatch("the path is no list of numbers");
      }
    }
    return steps;
  }

  private Optional<Answer> answer(CoreRelocation relocation) throws Mismatch {
    int type = relocation.type();
    int[] access = steps(relocation.access());
    targeted |= relocation.kind() != TYPE_ID_LOCAL;
    return switch (relocation.kind()) {
      case TYPE_ID_LOCAL -> Optional.of(new Answer(type, type, false, 0, true));
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LEFT_SHIFT,
          FIELD_RIGHT_SHIFT ->
          field(relocation.kind(), type, access);
      case TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> type(relocation.kind(), type);
      case ENUM_VALUE_EXISTS, ENUM_VALUE -> enumerator(relocation.kind(), type, access[0]);
      default -> throw new Mismatch("kind %d is not known".formatted(relocation.kind()));
    };
  }

  private boolean isOwn() {
    return local == target;
  }

  private static Answer yesOrNo(boolean yes) {
    return new Answer(1, yes ? 1 : 0, false, 0, true);
  }

  private Optional<Answer> type(int kind, int type) {
    int[] found =
        isOwn()
            ? new int[] {type}
            : Arrays.stream(CoreTypes.candidates(local, type, target))
                .filter(
                    id ->
                        kind == TYPE_MATCHES
                            ? CoreTypes.matches(local, type, target, id)
                            : CoreTypes.compatible(local, type, target, id))
                .toArray();
    if (kind == TYPE_EXISTS || kind == TYPE_MATCHES) {
      return Optional.of(yesOrNo(found.length > 0));
    }
    // A type that is not there has the id and the size 0 (bpf_core_calc_type_relo).
    if (kind == TYPE_ID_TARGET) {
      int id = found.length == 0 ? 0 : found[0];
      return Optional.of(new Answer(type, id, false, 0, true));
    }
    long original = local.size(type).orElse(0);
    OptionalLong size = found.length == 0 ? OptionalLong.of(0) : target.size(found[0]);
    return size.isPresent()
        ? Optional.of(new Answer(original, size.getAsLong(), true, 0, true))
        : Optional.empty();
  }

  private Optional<Answer> enumerator(int kind, int type, int index) throws Mismatch {
    if (!(local.resolve(type) instanceof BtfType.Enumeration mine)
        || index >= mine.values().size()) {
      throw new Mismatch("it names no enumerator");
    }
    BtfType.Enumerator value = mine.values().get(index);
    String name = CoreTypes.essential(value.name());
    Optional<BtfType.Enumerator> found =
        isOwn()
            ? Optional.of(value)
            : Arrays.stream(CoreTypes.candidates(local, type, target))
                .mapToObj(target::resolve)
                .flatMap(t -> t instanceof BtfType.Enumeration e ? e.values().stream() : null)
                .filter(v -> CoreTypes.essential(v.name()).equals(name))
                .findFirst();
    if (kind == ENUM_VALUE_EXISTS) {
      return Optional.of(yesOrNo(found.isPresent()));
    }
    return found.map(v -> new Answer(value.value(), v.value(), true, 0, true));
  }

  private Optional<Answer> field(int kind, int type, int[] access) throws Mismatch {
    CoreSpec mine = CoreSpec.field(local, type, access);
    List<CoreSpec> found = new ArrayList<>();
    if (isOwn()) {
      found.add(mine);
    } else {
      for (int candidate : CoreTypes.candidates(local, type, target)) {
        mine.match(target, candidate).ifPresent(found::add);
      }
    }
    if (kind == FIELD_EXISTS) {
      return Optional.of(yesOrNo(!found.isEmpty()));
    }
    FieldShape shape = FieldShape.of(mine);
    long original = shape.value(kind);
    Optional<Answer> answer = Optional.empty();
    for (CoreSpec spec : found) {
      FieldShape other = FieldShape.of(spec);
      boolean adjustable = shape.isUnsignedOrPointer() && other.isUnsignedOrPointer();
      boolean sameWidth = kind != FIELD_BYTE_OFFSET || shape.size() == other.size() || adjustable;
      boolean check = !shape.bitField() || kind == FIELD_SIGNED;
      long size = kind == FIELD_BYTE_OFFSET && !other.bitField() ? other.size() : 0;
      long width = size == shape.size() ? 0 : size;
      var next = new Answer(original, other.value(kind), check, width, sameWidth);
      if (answer.isPresent() && answer.get().value() != next.value()) {
        // Several types of that name that disagree: there is no telling which is meant.
        return Optional.empty();
      }
      answer = Optional.of(next);
    }
    return answer;
  }

  /// Where a field lies, as loads see it.
  private record FieldShape(
      long bits, int bitSize, long offset, long size, boolean bitField, BtfType type) {
    static FieldShape of(CoreSpec spec) throws Mismatch {
      Btf btf = spec.btf();
      Optional<BtfType.Member> member = spec.lastMember();
      int id = member.map(BtfType.Member::type).orElse(spec.path().getLast().type());
      BtfType type = btf.resolve(id);
      long size = btf.size(id).orElseThrow(() -> new Mismatch("the field has no size"));
      int bitSize = member.map(BtfType.Member::bitSize).orElse(0);
      long bits = spec.bitOffset();
      if (bitSize == 0) {
        return new FieldShape(bits, (int) Math.min(size, 1 << 20) * 8, bits / 8, size, false, type);
      }
      size = Math.max(size, 1);
      long offset = bits / 8 / size * size;
      while (bits + bitSize - offset * 8 > size * 8) {
        if (size >= 8) {
          throw new Mismatch("the bit field is too wide to load");
        }
        size *= 2;
        offset = bits / 8 / size * size;
      }
      return new FieldShape(bits, bitSize, offset, size, true, type);
    }

    boolean isUnsignedOrPointer() {
      return type instanceof BtfType.Pointer || (type instanceof BtfType.Int i && !i.signed());
    }

    long value(int kind) {
      return switch (kind) {
        case FIELD_BYTE_OFFSET -> offset;
        case FIELD_BYTE_SIZE -> size;
        case FIELD_SIGNED ->
            switch (type) {
              case BtfType.Int i -> i.signed() ? 1 : 0;
              case BtfType.Enumeration e -> e.signed() ? 1 : 0;
              default -> 0;
            };
        case FIELD_LEFT_SHIFT -> 64 - (bits + bitSize - offset * 8);
        default -> 64 - bitSize;
      };
    }
  }

  private static void poison(CodeSection code, int slot, String problem) {
    boolean wide = code.raw(slot).opcode() == 0x18 && slot + 1 < code.slots();
    for (int i = 0; i < (wide ? 2 : 1); i++) {
      code.patch(slot + i, new RawInstruction(0x85, 0, 0, (short) 0, POISON));
      code.poison(slot + i, problem);
    }
  }

  private void patch(CodeSection code, int slot, Answer answer, int type) throws Mismatch {
    RawInstruction raw = code.raw(slot);
    switch (raw.opcode() & 7) {
      case 4, 7 -> {
        if ((raw.opcode() & 8) != 0) {
          throw new Mismatch("the instruction has no immediate");
        }
        check(answer, raw.immediate() == (int) answer.original(), raw.immediate());
        code.patch(slot, raw.withImmediate((int) answer.value()));
      }
      case 1, 2, 3 -> {
        check(answer, raw.offset() == answer.original(), raw.offset());
        if (answer.value() != (short) answer.value()) {
          throw new Mismatch("offset %d does not fit".formatted(answer.value()));
        }
        if (!answer.sameWidth()) {
          poison(
              code,
              slot,
              "the field of '%s' has another width in the target".formatted(local.name(type)));
        } else {
          RawInstruction moved = raw.withOffset((short) answer.value());
          code.patch(slot, answer.size() == 0 ? moved : resized(moved, answer.size()));
        }
      }
      case 0 -> {
        if (raw.opcode() != 0x18 || slot + 1 >= code.slots()) {
          throw new Mismatch("the instruction is no 64-bit load");
        }
        RawInstruction second = code.raw(slot + 1);
        long before = (long) second.immediate() << 32 | (raw.immediate() & 0xffff_ffffL);
        check(answer, before == answer.original(), before);
        code.patch(slot, raw.withImmediate((int) answer.value()));
        code.patch(slot + 1, second.withImmediate((int) (answer.value() >>> 32)));
      }
      default -> throw new Mismatch("opcode 0x%02x cannot be relocated".formatted(raw.opcode()));
    }
  }

  private static void check(Answer answer, boolean same, long actual) throws Mismatch {
    if (answer.checkOriginal() && !same) {
      throw new Mismatch(
          "the instruction carries %d and not %d".formatted(actual, answer.original()));
    }
  }

  private static RawInstruction resized(RawInstruction raw, long size) throws Mismatch {
    int bits =
        switch ((int) size) {
          case 1 -> 0x10;
          case 2 -> 0x08;
          case 4 -> 0x00;
          case 8 -> 0x18;
          default -> throw new Mismatch("a field of %d bytes cannot be loaded".formatted(size));
        };
    return new RawInstruction(
        (raw.opcode() & ~0x18) | bits,
        raw.destination(),
        raw.source(),
        raw.offset(),
        raw.immediate());
  }
}
