package mortise.runtime;

import java.util.Optional;

/// A program decoded for the interpreter and bound to one instance.
///
/// Per slot a word (operation 8 bits, destination 4, source 4, signed offset or distance 16) and an
/// immediate.
final class Code {
  final RunnableProgram program;

  /// Among the instance's programs.
  final int number;

  final int[] words;
  final long[] immediates;

  /// What the interpreter reads: the word in the lower half, the lower 32 bits of the immediate in
  /// the upper.
  final long[] packed;

  final BoundCall[] calls;
  final String[] messages;

  /// The words behind [Op#TRAP]; the same as `words` where nothing is trapped.
  final int[] real;

  Code(
      RunnableProgram program,
      int number,
      int[] words,
      long[] immediates,
      BoundCall[] calls,
      String[] messages,
      int[] real) {
    this.program = program;
    this.number = number;
    this.words = words;
    this.immediates = immediates;
    this.calls = calls;
    this.messages = messages;
    this.real = real;
    packed = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      packed[i] = packed(words[i], i);
    }
  }

  private long packed(int word, int slot) {
    return (word & 0xffff_ffffL) | (immediates[slot] << 32);
  }

  /// As [#packed], behind the trap at `slot`.
  long behindTrap(int slot) {
    return packed(real[slot], slot);
  }

  /// The same with a trap before every instruction, or before those only that other CPUs could
  /// notice.
  Code trapped(boolean everywhere) {
    var trapped = words.clone();
    for (int i = 0; i < trapped.length; i++) {
      if (everywhere || isVisible(words[i])) {
        trapped[i] = Op.TRAP;
      }
    }
    return new Code(program, number, trapped, immediates, calls, messages, words);
  }

  static boolean isVisible(int word) {
    int op = word & 0xff;
    return (op >= Op.LD1 && op <= Op.ATOMIC) || op == Op.CALL || op == Op.PACKET;
  }

  /// What the instruction at `slot` with these registers is about to do, if others can notice.
  Optional<VisibleOperation> visible(int slot, long[] registers) {
    int word = real[slot];
    if (!isVisible(word)) {
      return Optional.empty();
    }
    int op = word & 0xff;
    long source = registers[word >>> 12 & 15] + (word >> 16);
    long destination = registers[word >>> 8 & 15] + (word >> 16);
    if (op == Op.CALL) {
      var name = calls[(int) immediates[slot]].name();
      return Optional.of(operation(VisibleOperation.Kind.CALL, slot, 0, 0, name));
    }
    if (op == Op.PACKET) {
      return Optional.empty();
    }
    if (op == Op.ATOMIC) {
      return Optional.of(atomic(slot, source, destination));
    }
    if (op <= Op.LDS4) {
      int size = 1 << (op - Op.LD1 & 3);
      return Optional.of(operation(VisibleOperation.Kind.LOAD, slot, source, size, ""));
    }
    int size = 1 << (op - Op.ST1 & 3);
    return Optional.of(operation(VisibleOperation.Kind.STORE, slot, destination, size, ""));
  }

  private VisibleOperation atomic(int slot, long source, long destination) {
    long code = immediates[slot];
    int size = AtomicCode.size(code);
    return switch (AtomicCode.operation(code)) {
      case AtomicCode.LOAD_ACQUIRE -> operation(VisibleOperation.Kind.LOAD, slot, source, size, "");
      case AtomicCode.STORE_RELEASE ->
          operation(VisibleOperation.Kind.STORE, slot, destination, size, "");
      default -> operation(VisibleOperation.Kind.ATOMIC, slot, destination, size, "");
    };
  }

  private VisibleOperation operation(
      VisibleOperation.Kind kind, int slot, long address, int size, String function) {
    return new VisibleOperation(kind, program.name(), slot, address, size, function);
  }

  /// Where the instruction comes from, in parentheses with a space before; empty if unknown.
  String place(int slot) {
    return program.program().lineAt(slot).map(line -> " (" + line + ")").orElse("");
  }
}
