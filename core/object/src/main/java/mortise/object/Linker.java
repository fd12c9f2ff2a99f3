package mortise.object;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.object.CodeSection.CodeFunction;
import mortise.object.InstructionDecoder.Relocated;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.object.elf.ElfFile.Symbol;

/// Makes one program of a function and all that it reaches: appends the subprograms in the order in
/// which they are met, and relocates everything to the joined slots.
///
/// Source: `bpf_object__reloc_code`, `bpf_object__relocate_data` (libbpf 1.6).
final class Linker {
  /// As many as the kernel takes for one program (`BPF_COMPLEXITY_LIMIT_INSNS`).
  static final int MAX_SLOTS = 1_000_000;

  private static final int CALL = 0x85;
  private static final int LOAD_IMMEDIATE = 0x18;
  private static final int PSEUDO_CALL = 1;
  private static final int PSEUDO_FUNCTION = 4;

  private final Symbols symbols;
  private final Map<CodeFunction, Integer> starts = new LinkedHashMap<>();
  private final Map<Integer, ImmediateValue> values = new HashMap<>();
  private final Map<Integer, String> poisoned = new HashMap<>();
  private final Set<Integer> weakCalls = new HashSet<>();
  private RawInstruction[] slots = new RawInstruction[0];
  private int size;

  /// A function whose slots up to `next` are relocated.
  private static final class Open {
    final CodeFunction function;
    int next;

    Open(CodeFunction function) {
      this.function = function;
    }
  }

  private final ArrayDeque<Open> open = new ArrayDeque<>();

  private Linker(Symbols symbols) {
    this.symbols = symbols;
  }

  /// @param type the type that the section names
  static Program link(CodeFunction main, ProgramType type, String license, Symbols symbols) {
    var linker = new Linker(symbols);
    linker.append(main);
    linker.relocate();
    int function = linker.functionType(main);
    List<String> tags = function == 0 ? List.of() : symbols.btf().tags(function);
    // A tag `key:name`, of the program or of a member of a type, may name a function that the
    // program never calls itself.
    tags.forEach(linker::appendNamed);
    symbols.btf().memberTags().forEach(linker::appendNamed);
    linker.relocate();
    return linker.program(main, type, license, tags);
  }

  private void appendNamed(String tag) {
    int colon = tag.indexOf(':');
    if (colon > 0) {
      symbols.subprogram(tag.substring(colon + 1)).ifPresent(this::appendOnce);
    }
  }

  private void appendOnce(CodeFunction function) {
    if (!starts.containsKey(function)) {
      append(function);
    }
  }

  private int append(CodeFunction function) {
    int start = size;
    if (function.size() > MAX_SLOTS - size) {
      throw function
          .in()
          .failAt(function.start(), "a program has more than %d slots".formatted(MAX_SLOTS));
    }
    size += function.size();
    if (size > slots.length) {
      slots = Arrays.copyOf(slots, Math.max(size, Math.min(slots.length * 2, MAX_SLOTS)));
    }
    for (int i = 0; i < function.size(); i++) {
      slots[start + i] = function.in().raw(function.start() + i);
      int slot = start + i;
      function.in().problem(function.start() + i).ifPresent(p -> poisoned.put(slot, p));
    }
    starts.put(function, start);
    open.push(new Open(function));
    return start;
  }

  /// Goes depth first, as libbpf does, so that subprograms stand in its order.
  private void relocate() {
    while (!open.isEmpty()) {
      Open top = open.peek();
      if (top.next == top.function.size()) {
        open.pop();
      } else {
        relocate(top.function, top.next++);
      }
    }
  }

  private void relocate(CodeFunction function, int index) {
    CodeSection code = function.in();
    int from = function.start() + index;
    int slot = starts.getOrDefault(function, 0) + index;
    if (poisoned.containsKey(slot)) {
      return;
    }
    RawInstruction raw = slots[slot];
    var relocation = code.relocation(from);
    boolean call = raw.opcode() == CALL && raw.source() == PSEUDO_CALL;
    if (relocation.isEmpty()) {
      if (call) {
        // Appending may move the slots: the target comes first.
        int target = target(code, from, from + 1L + raw.immediate());
        slots[slot] = raw.withImmediate(target - slot - 1);
      }
      return;
    }
    var symbol = relocation.get().symbol();
    if (raw.opcode() == CALL) {
      relocateCall(code, from, slot, symbol);
    } else if (raw.opcode() == LOAD_IMMEDIATE && index + 1 < function.size()) {
      relocateLoad(code, from, slot, symbol);
    } else {
      throw code.failAt(
          from,
          "a relocation against '%s' does not fit opcode 0x%02x"
              .formatted(symbol.name(), raw.opcode()));
    }
  }

  private void relocateCall(CodeSection code, int from, int slot, Symbol symbol) {
    RawInstruction raw = slots[slot];
    if (symbol.isExtern()) {
      int id = symbols.kernelFunction(code, from, symbol.name());
      slots[slot] = raw.withSource(2).withImmediate(id);
      if (symbol.isWeak()) {
        weakCalls.add(slot);
      }
      return;
    }
    CodeSection text = symbols.text(code, from, symbol);
    long to = symbol.value() / RawInstruction.BYTES + raw.immediate() + 1L;
    int target = target(text, code, from, to);
    slots[slot] = raw.withSource(PSEUDO_CALL).withImmediate(target - slot - 1);
  }

  private int target(CodeSection code, int from, long to) {
    return target(code, code, from, to);
  }

  /// The joined slot of the function at slot `to` of `text`, which is appended if it is new.
  private int target(CodeSection text, CodeSection code, int from, long to) {
    CodeFunction callee =
        text.functionAt(to)
            .orElseThrow(
                () ->
                    code.failAt(
                        from,
                        "no function begins at %s+0x%x, which is called here"
                            .formatted(text.section().name(), to * RawInstruction.BYTES)));
    Integer start = starts.get(callee);
    return start != null ? start : append(callee);
  }

  private void relocateLoad(CodeSection code, int from, int slot, Symbol symbol) {
    RawInstruction raw = slots[slot];
    RawInstruction second = slots[slot + 1];
    if (!symbol.isExtern() && symbols.isText(symbol)) {
      CodeSection text = symbols.text(code, from, symbol);
      long to = (symbol.value() + raw.immediate()) / RawInstruction.BYTES;
      int distance = target(text, code, from, to) - slot - 1;
      set(slot, raw.withSource(PSEUDO_FUNCTION).withImmediate(distance), second.withImmediate(0));
      return;
    }
    ImmediateValue value = symbols.address(code, from, symbol, raw.immediate());
    values.put(slot, value);
    switch (value) {
      case ImmediateValue.MapAddress(BpfMap map) ->
          set(slot, raw.withSource(1).withImmediate(symbols.index(map)), second.withImmediate(0));
      case ImmediateValue.MapValueAddress(BpfMap map, int offset) ->
          set(
              slot,
              raw.withSource(2).withImmediate(symbols.index(map)),
              second.withImmediate(offset));
      case ImmediateValue.KernelSymbol symbolValue ->
          set(slot, raw.withSource(3).withImmediate(symbolValue.typeId()), second.withImmediate(0));
      case ImmediateValue.Constant _, ImmediateValue.FunctionAddress _ ->
          throw new IllegalStateException("no such symbol");
    }
  }

  private void set(int slot, RawInstruction first, RawInstruction second) {
    slots[slot] = first;
    slots[slot + 1] = second;
  }

  private int functionType(CodeFunction function) {
    int id = function.in().functionType(function);
    Btf btf = symbols.btf();
    if (btf.find(id).orElse(null) instanceof BtfType.Function) {
      return id;
    }
    return btf.id(function.name(), BtfType.Function.class).orElse(0);
  }

  private Program program(CodeFunction main, ProgramType type, String license, List<String> tags) {
    var decoder =
        new InstructionDecoder(
            Arrays.copyOf(slots, size),
            symbols.maps(),
            symbols.btf(),
            new Relocated(values, poisoned, weakCalls));
    var subprograms = new ArrayList<Subprogram>();
    starts.forEach(
        (function, start) -> {
          int id = functionType(function);
          boolean global = !function.symbol().isLocal() && !function.symbol().isHidden();
          subprograms.add(
              new Subprogram(function.name(), start, start + function.size(), id, global));
        });
    return new Program(
        main.name(),
        main.in().section().name(),
        type,
        license,
        symbols.btf(),
        symbols.maps(),
        decoder.decode(),
        subprograms,
        new LineTable(symbols.btf(), lines()),
        tags);
  }

  /// The line table, one entry a slot at most.
  private int[] lines() {
    var numbers = new int[256];
    int count = 0;
    for (var entry : starts.entrySet()) {
      CodeFunction function = entry.getKey();
      for (ExtInfo.LineInfo line : function.in().lines(function)) {
        int slot = line.offset() / RawInstruction.BYTES - function.start() + entry.getValue();
        if (count > 0 && numbers[count - 4] == slot) {
          count -= 4;
        }
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count] = slot;
        numbers[count + 1] = line.file();
        numbers[count + 2] = line.text();
        numbers[count + 3] = line.place();
        count += 4;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /// What the symbols of an object mean.
  interface Symbols {
    Btf btf();

    List<BpfMap> maps();

    /// Where in [#maps] a map stands.
    int index(BpfMap map);

    /// The subprogram called `name`.
    Optional<CodeFunction> subprogram(String name);

    /// The BTF `FUNC` of the extern function called `name`.
    int kernelFunction(CodeSection code, int slot, String name);

    /// Whether the symbol is or lies in a section of subprograms.
    boolean isText(Symbol symbol);

    /// The section of the function that `symbol` is.
    CodeSection text(CodeSection code, int slot, Symbol symbol);

    /// The address of a map, data or kernel symbol plus `addend`.
    ImmediateValue address(CodeSection code, int slot, Symbol symbol, int addend);
  }
}
