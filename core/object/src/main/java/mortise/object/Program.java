package mortise.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.InstructionDecoder.Relocated;
import mortise.object.btf.Btf;

/// A program as it would be handed to the kernel: its own instructions, then those of every
/// subprogram that it reaches, all relocated.
public final class Program {
  private final String name;
  private final String section;
  private final ProgramType type;
  private final String license;
  private final Btf btf;
  private final List<BpfMap> maps;
  private final Instruction[] instructions;
  private final List<Subprogram> subprograms;
  private final LineTable lines;
  private final List<String> tags;

  Program(
      String name,
      String section,
      ProgramType type,
      String license,
      Btf btf,
      List<BpfMap> maps,
      Instruction[] instructions,
      List<Subprogram> subprograms,
      LineTable lines,
      List<String> tags) {
    this.name = name;
    this.section = section;
    this.type = type;
    this.license = license;
    this.btf = btf;
    this.maps = List.copyOf(maps);
    this.instructions = instructions;
    this.subprograms = List.copyOf(subprograms);
    this.lines = lines;
    this.tags = List.copyOf(tags);
  }

  /// A program from bare slots. Subprograms begin where calls and function addresses point.
  ///
  /// @param maps what pseudo map loads (source 1, 2, 5 and 6) index
  public static Program raw(
      String name, ProgramType type, List<RawInstruction> slots, List<BpfMap> maps) {
    return raw(name, type, slots, maps, Btf.EMPTY);
  }

  /// A program from bare slots whose kfunc calls and symbols refer to `btf`.
  public static Program raw(
      String name, ProgramType type, List<RawInstruction> slots, List<BpfMap> maps, Btf btf) {
    Instruction[] decoded =
        new InstructionDecoder(slots.toArray(RawInstruction[]::new), maps, btf, Relocated.nothing())
            .decode();
    return new Program(
        name,
        "",
        type,
        "GPL",
        btf,
        maps,
        decoded,
        RawSubprograms.find(name, decoded),
        LineTable.EMPTY,
        List.of());
  }

  /// The same program with other instructions. Name, type, licence, maps and types stay, and the
  /// function that it is; source lines and tags, which say something of the old ones, do not.
  /// Subprograms begin where calls and function addresses point, and are static.
  ///
  /// @param slots as [#encode] gives them: map loads index [#maps], calls of kernel functions name
  ///   their `FUNC` in [#btf]. What is no instruction becomes [Instruction.Unknown], for the
  ///   verifier to reject.
  /// @throws IllegalArgumentException if there are no slots, or more than 1,000,000
  public Program with(List<RawInstruction> slots) {
    if (slots.isEmpty() || slots.size() > Linker.MAX_SLOTS) {
      throw new IllegalArgumentException(
          "a program has 1 to %d slots, not %d".formatted(Linker.MAX_SLOTS, slots.size()));
    }
    Instruction[] decoded =
        new InstructionDecoder(slots.toArray(RawInstruction[]::new), maps, btf, Relocated.nothing())
            .decode();
    var found = new ArrayList<>(RawSubprograms.find(name, decoded));
    Subprogram own = subprograms.getFirst();
    found.set(0, new Subprogram(name, 0, found.getFirst().end(), own.function(), own.global()));
    return new Program(
        name, section, type, license, btf, maps, decoded, found, LineTable.EMPTY, List.of());
  }

  /// The same program with some slots changed; everything else that it says of itself stays: its
  /// subprograms, source lines and tags.
  ///
  /// @param changes by slot. What is no instruction becomes [Instruction.Unknown]. A call that goes
  ///   where no subprogram begins is for the verifier to reject.
  /// @throws IndexOutOfBoundsException if there is no such slot
  public Program withChanges(Map<Integer, RawInstruction> changes) {
    var slots = new RawInstruction[size()];
    Arrays.setAll(slots, slot -> instructions[slot].raw());
    changes.forEach((slot, raw) -> slots[slot] = raw);
    Instruction[] decoded = new InstructionDecoder(slots, maps, btf, Relocated.nothing()).decode();
    for (int slot = 0; slot < decoded.length; slot += instructions[slot].slots()) {
      Instruction before = instructions[slot];
      boolean same = true;
      for (int i = slot; i < slot + before.slots(); i++) {
        same &= !changes.containsKey(i);
      }
      if (same) {
        // What relocation knew of it, the raw slots do not say.
        System.arraycopy(instructions, slot, decoded, slot, before.slots());
      }
    }
    return new Program(name, section, type, license, btf, maps, decoded, subprograms, lines, tags);
  }

  /// The function's name.
  public String name() {
    return name;
  }

  /// The section's name, with a leading `?` where the program is not loaded by default; empty for a
  /// program without an object.
  public String section() {
    return section;
  }

  /// Whether a loader loads it without being asked to.
  public boolean isLoadedByDefault() {
    return !section.startsWith("?");
  }

  public ProgramType type() {
    return type;
  }

  /// The object's license; `GPL` for a program without an object.
  public String license() {
    return license;
  }

  /// The object's types; [Btf#EMPTY] if it has none.
  public Btf btf() {
    return btf;
  }

  /// The maps of the object, also those that this program does not use.
  public List<BpfMap> maps() {
    return maps;
  }

  /// How many slots there are.
  public int size() {
    return instructions.length;
  }

  /// The instruction at `slot`; [Instruction.SecondSlot] in the middle of a 64-bit load.
  ///
  /// @throws IndexOutOfBoundsException if there is no such slot
  public Instruction at(int slot) {
    return instructions[slot];
  }

  /// The program itself first, then its subprograms, ascending and without gaps.
  public List<Subprogram> subprograms() {
    return subprograms;
  }

  /// The subprogram that contains `slot`.
  ///
  /// @throws IndexOutOfBoundsException if there is no such slot
  public Subprogram subprogramAt(int slot) {
    for (Subprogram subprogram : subprograms) {
      if (subprogram.contains(slot)) {
        return subprogram;
      }
    }
    throw new IndexOutOfBoundsException("slot " + slot + " of " + size());
  }

  /// All source lines in ascending order of slots.
  public List<SourceLine> lines() {
    return lines.all();
  }

  /// Where the instruction at `slot` comes from, if the object says.
  public Optional<SourceLine> lineAt(int slot) {
    return slot < size() ? lines.at(slot) : Optional.empty();
  }

  /// The declaration tags of the program's function, in declared order.
  public List<String> tags() {
    return tags;
  }

  /// What the tags say a verifier should say.
  public Expectations expectations() {
    return Expectations.of(tags);
  }

  @Override
  public String toString() {
    return "%s (%s, %d slots)".formatted(name, section, size());
  }

  /// The slots as encoded, little endian, each map load's immediate being the index in [#maps].
  public long[] encode() {
    return Arrays.stream(instructions).mapToLong(i -> i.raw().toLong()).toArray();
  }
}
