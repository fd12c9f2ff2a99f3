package mortise.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mortise.object.elf.ElfFile;
import mortise.object.elf.ElfFile.Relocation;
import mortise.object.elf.ElfFile.Section;
import mortise.object.elf.ElfFile.Symbol;

/// A section of instructions: its functions, its relocations, and its slots with CO-RE relocations
/// applied.
final class CodeSection {
  private final Section section;
  private final ExtInfo.OfSection info;
  private final List<CodeFunction> functions = new ArrayList<>();
  private final Map<Integer, CodeFunction> byStart = new HashMap<>();
  private final Map<Integer, Relocation> relocations = new HashMap<>();
  private final Map<Integer, RawInstruction> patched = new HashMap<>();
  private final Map<Integer, String> poisoned = new HashMap<>();

  /// A function in slots `start` to `end` of its section.
  record CodeFunction(CodeSection in, Symbol symbol, int start, int end) {
    String name() {
      return symbol.name();
    }

    int size() {
      return end - start;
    }
  }

  CodeSection(ElfFile elf, Section section, ExtInfo info, CoreRelocations core) {
    this.section = section;
    this.info = info.of(section.name());
    readFunctions(elf);
    for (Relocation relocation : elf.relocations(section)) {
      long at = relocation.offset();
      if (at < 0 || at % RawInstruction.BYTES != 0 || at >= section.size()) {
        throw fail(at, "a relocation's place is no instruction");
      }
      relocations.put((int) (at / RawInstruction.BYTES), relocation);
    }
    for (ExtInfo.CoreRelocation relocation : this.info.relocations) {
      core.apply(relocation, this);
    }
  }

  private void readFunctions(ElfFile elf) {
    for (Symbol symbol : elf.functions(section)) {
      long at = symbol.value();
      long size = symbol.size();
      if (at < 0
          || size <= 0
          || at % RawInstruction.BYTES != 0
          || size % RawInstruction.BYTES != 0
          || size > section.data().size()
          || at > section.data().size() - size) {
        throw fail(
            at, "function '%s' of %d bytes does not fit here".formatted(symbol.name(), size));
      }
      int start = (int) (at / RawInstruction.BYTES);
      int end = (int) ((at + size) / RawInstruction.BYTES);
      functions.add(new CodeFunction(this, symbol, start, end));
    }
    functions.sort(Comparator.comparingInt(CodeFunction::start));
    int end = 0;
    for (CodeFunction function : functions) {
      if (function.start() < end) {
        throw fail(
            (long) function.start() * RawInstruction.BYTES,
            "function '%s' overlaps the one before it".formatted(function.name()));
      }
      end = function.end();
      byStart.put(function.start(), function);
    }
  }

  Section section() {
    return section;
  }

  /// In ascending order.
  List<CodeFunction> functions() {
    return functions;
  }

  Optional<CodeFunction> functionAt(long slot) {
    return slot == (int) slot ? Optional.ofNullable(byStart.get((int) slot)) : Optional.empty();
  }

  Optional<Relocation> relocation(int slot) {
    return Optional.ofNullable(relocations.get(slot));
  }

  int slots() {
    return section.data().size() / RawInstruction.BYTES;
  }

  RawInstruction raw(int slot) {
    RawInstruction changed = patched.get(slot);
    return changed != null
        ? changed
        : RawInstruction.of(section.data().i64((long) slot * RawInstruction.BYTES));
  }

  void patch(int slot, RawInstruction raw) {
    patched.put(slot, raw);
  }

  void poison(int slot, String problem) {
    poisoned.put(slot, problem);
  }

  Optional<String> problem(int slot) {
    return Optional.ofNullable(poisoned.get(slot));
  }

  /// The BTF `FUNC` of a function, 0 if the object does not say.
  int functionType(CodeFunction function) {
    int offset = function.start() * RawInstruction.BYTES;
    List<ExtInfo.FunctionInfo> all = info.functions;
    int at = lowerBound(all, f -> f.offset() < offset);
    return at < all.size() && all.get(at).offset() == offset ? all.get(at).function() : 0;
  }

  /// The lines of a function's instructions.
  List<ExtInfo.LineInfo> lines(CodeFunction function) {
    int from = function.start() * RawInstruction.BYTES;
    int to = function.end() * RawInstruction.BYTES;
    return info.lines.subList(
        lowerBound(info.lines, l -> l.offset() < from),
        lowerBound(info.lines, l -> l.offset() < to));
  }

  private static <T> int lowerBound(List<T> sorted, Predicate<T> isBefore) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore.test(sorted.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  ObjectFormatException fail(long offset, String problem) {
    return section.data().fail(offset, problem);
  }

  ObjectFormatException failAt(int slot, String problem) {
    return fail((long) slot * RawInstruction.BYTES, problem);
  }
}
