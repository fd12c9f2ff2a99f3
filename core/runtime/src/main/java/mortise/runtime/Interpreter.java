package mortise.runtime;

import mortise.runtime.memory.AddressSpace;
import mortise.spi.runtime.MemoryFault;

/// Runs decoded programs, one instruction after the other.
///
/// The loop is one method because that is what makes it fast, and must stay below 8,000 bytes of
/// bytecode, beyond which HotSpot does not compile. Steppers and observers cost a run without them
/// one comparison an instruction.
///
/// Source: ISA v4; run-time semantics of the kernel's interpreter (`___bpf_prog_run`).
final class Interpreter {
  private static final long LOW = 0xffff_ffffL;
  // Turns unsigned comparison into signed.
  private static final long MIN = Long.MIN_VALUE;

  private Interpreter() {}

  /// Runs from slot `entry` until the frame that is current now exits; gives R0.
  ///
  /// @param initial 16 registers; those above 10 are 0
  static long execute(Cpu cpu, int entry, long[] initial) {
    // Made here, so that their number is known to the compiler, and no access needs a check.
    final long[] registers = new long[16];
    System.arraycopy(initial, 0, registers, 0, 16);
    final Code code = cpu.code;
    final long[] words = code.packed;
    final AddressSpace space = cpu.machine.space;
    final Activation activation = new Activation(cpu, registers);
    final int base = cpu.depth;
    int pc = entry;
    long left = cpu.left;
    try {
      while (true) {
        long word = words[pc++];
        if (--left < 0) {
          left = cpu.refill(pc - 1);
        }
        if ((word & 0xff) == Op.TRAP) {
          cpu.left = left;
          Traps.before(cpu, pc - 1, registers);
          word = code.behindTrap(pc - 1);
        }
        int low = (int) word;
        int d = low >>> 8 & 15;
        int s = low >>> 12 & 15;
        long immediate = word >> 32;
        switch (low & 0xff) {
          case Op.ADD + Op.K64 -> registers[d] += immediate;
          case Op.ADD + Op.X64 -> registers[d] += registers[s];
          case Op.ADD + Op.K32 -> registers[d] = (registers[d] + immediate) & LOW;
          case Op.ADD + Op.X32 -> registers[d] = (registers[d] + registers[s]) & LOW;
          case Op.SUB + Op.K64 -> registers[d] -= immediate;
          case Op.SUB + Op.X64 -> registers[d] -= registers[s];
          case Op.SUB + Op.K32 -> registers[d] = (registers[d] - immediate) & LOW;
          case Op.SUB + Op.X32 -> registers[d] = (registers[d] - registers[s]) & LOW;
          case Op.MUL + Op.K64 -> registers[d] *= immediate;
          case Op.MUL + Op.X64 -> registers[d] *= registers[s];
          case Op.MUL + Op.K32 -> registers[d] = (registers[d] * immediate) & LOW;
          case Op.MUL + Op.X32 -> registers[d] = (registers[d] * registers[s]) & LOW;
          case Op.DIV + Op.K64 -> registers[d] = Arithmetic.divide64(registers[d], immediate);
          case Op.DIV + Op.X64 -> registers[d] = Arithmetic.divide64(registers[d], registers[s]);
          case Op.DIV + Op.K32 -> registers[d] = Arithmetic.divide32(registers[d], immediate);
          case Op.DIV + Op.X32 -> registers[d] = Arithmetic.divide32(registers[d], registers[s]);
          case Op.SDIV + Op.K64 ->
              registers[d] = Arithmetic.signedDivide64(registers[d], immediate);
          case Op.SDIV + Op.X64 ->
              registers[d] = Arithmetic.signedDivide64(registers[d], registers[s]);
          case Op.SDIV + Op.K32 ->
              registers[d] = Arithmetic.signedDivide32(registers[d], immediate);
          case Op.SDIV + Op.X32 ->
              registers[d] = Arithmetic.signedDivide32(registers[d], registers[s]);
          case Op.OR + Op.K64 -> registers[d] |= immediate;
          case Op.OR + Op.X64 -> registers[d] |= registers[s];
          case Op.OR + Op.K32 -> registers[d] = (registers[d] | immediate) & LOW;
          case Op.OR + Op.X32 -> registers[d] = (registers[d] | registers[s]) & LOW;
          case Op.AND + Op.K64 -> registers[d] &= immediate;
          case Op.AND + Op.X64 -> registers[d] &= registers[s];
          case Op.AND + Op.K32 -> registers[d] = (registers[d] & immediate) & LOW;
          case Op.AND + Op.X32 -> registers[d] = (registers[d] & registers[s]) & LOW;
          case Op.LSH + Op.K64 -> registers[d] <<= immediate;
          case Op.LSH + Op.X64 -> registers[d] <<= registers[s];
          case Op.LSH + Op.K32 -> registers[d] = (registers[d] << (immediate & 31)) & LOW;
          case Op.LSH + Op.X32 -> registers[d] = (registers[d] << (registers[s] & 31)) & LOW;
          case Op.RSH + Op.K64 -> registers[d] >>>= immediate;
          case Op.RSH + Op.X64 -> registers[d] >>>= registers[s];
          case Op.RSH + Op.K32 -> registers[d] = (registers[d] & LOW) >>> (immediate & 31);
          case Op.RSH + Op.X32 -> registers[d] = (registers[d] & LOW) >>> (registers[s] & 31);
          case Op.MOD + Op.K64 -> registers[d] = Arithmetic.modulo64(registers[d], immediate);
          case Op.MOD + Op.X64 -> registers[d] = Arithmetic.modulo64(registers[d], registers[s]);
          case Op.MOD + Op.K32 -> registers[d] = Arithmetic.modulo32(registers[d], immediate);
          case Op.MOD + Op.X32 -> registers[d] = Arithmetic.modulo32(registers[d], registers[s]);
          case Op.SMOD + Op.K64 ->
              registers[d] = Arithmetic.signedModulo64(registers[d], immediate);
          case Op.SMOD + Op.X64 ->
              registers[d] = Arithmetic.signedModulo64(registers[d], registers[s]);
          case Op.SMOD + Op.K32 ->
              registers[d] = Arithmetic.signedModulo32(registers[d], immediate);
          case Op.SMOD + Op.X32 ->
              registers[d] = Arithmetic.signedModulo32(registers[d], registers[s]);
          case Op.XOR + Op.K64 -> registers[d] ^= immediate;
          case Op.XOR + Op.X64 -> registers[d] ^= registers[s];
          case Op.XOR + Op.K32 -> registers[d] = (registers[d] ^ immediate) & LOW;
          case Op.XOR + Op.X32 -> registers[d] = (registers[d] ^ registers[s]) & LOW;
          case Op.ARSH + Op.K64 -> registers[d] >>= immediate;
          case Op.ARSH + Op.X64 -> registers[d] >>= registers[s];
          case Op.ARSH + Op.K32 -> registers[d] = ((int) registers[d] >> immediate) & LOW;
          case Op.ARSH + Op.X32 -> registers[d] = ((int) registers[d] >> registers[s]) & LOW;
          case Op.JEQ + Op.K64 -> {
            if (registers[d] == immediate) {
              pc += low >> 16;
            }
          }
          case Op.JEQ + Op.X64 -> {
            if (registers[d] == registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JEQ + Op.K32 -> {
            if ((int) registers[d] == (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JEQ + Op.X32 -> {
            if ((int) registers[d] == (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JNE + Op.K64 -> {
            if (registers[d] != immediate) {
              pc += low >> 16;
            }
          }
          case Op.JNE + Op.X64 -> {
            if (registers[d] != registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JNE + Op.K32 -> {
            if ((int) registers[d] != (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JNE + Op.X32 -> {
            if ((int) registers[d] != (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JGT + Op.K64 -> {
            if (registers[d] + MIN > immediate + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JGT + Op.X64 -> {
            if (registers[d] + MIN > registers[s] + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JGT + Op.K32 -> {
            if ((registers[d] & LOW) > (immediate & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JGT + Op.X32 -> {
            if ((registers[d] & LOW) > (registers[s] & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JGE + Op.K64 -> {
            if (registers[d] + MIN >= immediate + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JGE + Op.X64 -> {
            if (registers[d] + MIN >= registers[s] + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JGE + Op.K32 -> {
            if ((registers[d] & LOW) >= (immediate & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JGE + Op.X32 -> {
            if ((registers[d] & LOW) >= (registers[s] & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JLT + Op.K64 -> {
            if (registers[d] + MIN < immediate + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JLT + Op.X64 -> {
            if (registers[d] + MIN < registers[s] + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JLT + Op.K32 -> {
            if ((registers[d] & LOW) < (immediate & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JLT + Op.X32 -> {
            if ((registers[d] & LOW) < (registers[s] & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JLE + Op.K64 -> {
            if (registers[d] + MIN <= immediate + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JLE + Op.X64 -> {
            if (registers[d] + MIN <= registers[s] + MIN) {
              pc += low >> 16;
            }
          }
          case Op.JLE + Op.K32 -> {
            if ((registers[d] & LOW) <= (immediate & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JLE + Op.X32 -> {
            if ((registers[d] & LOW) <= (registers[s] & LOW)) {
              pc += low >> 16;
            }
          }
          case Op.JSET + Op.K64 -> {
            if ((registers[d] & immediate) != 0) {
              pc += low >> 16;
            }
          }
          case Op.JSET + Op.X64 -> {
            if ((registers[d] & registers[s]) != 0) {
              pc += low >> 16;
            }
          }
          case Op.JSET + Op.K32 -> {
            if ((registers[d] & immediate & LOW) != 0) {
              pc += low >> 16;
            }
          }
          case Op.JSET + Op.X32 -> {
            if ((registers[d] & registers[s] & LOW) != 0) {
              pc += low >> 16;
            }
          }
          case Op.JSGT + Op.K64 -> {
            if (registers[d] > immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSGT + Op.X64 -> {
            if (registers[d] > registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSGT + Op.K32 -> {
            if ((int) registers[d] > (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSGT + Op.X32 -> {
            if ((int) registers[d] > (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSGE + Op.K64 -> {
            if (registers[d] >= immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSGE + Op.X64 -> {
            if (registers[d] >= registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSGE + Op.K32 -> {
            if ((int) registers[d] >= (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSGE + Op.X32 -> {
            if ((int) registers[d] >= (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSLT + Op.K64 -> {
            if (registers[d] < immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSLT + Op.X64 -> {
            if (registers[d] < registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSLT + Op.K32 -> {
            if ((int) registers[d] < (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSLT + Op.X32 -> {
            if ((int) registers[d] < (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSLE + Op.K64 -> {
            if (registers[d] <= immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSLE + Op.X64 -> {
            if (registers[d] <= registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.JSLE + Op.K32 -> {
            if ((int) registers[d] <= (int) immediate) {
              pc += low >> 16;
            }
          }
          case Op.JSLE + Op.X32 -> {
            if ((int) registers[d] <= (int) registers[s]) {
              pc += low >> 16;
            }
          }
          case Op.NEG64 -> registers[d] = -registers[d];
          case Op.NEG32 -> registers[d] = -registers[d] & LOW;
          case Op.CONST64 -> registers[d] = immediate;
          case Op.CONST32 -> registers[d] = immediate & LOW;
          case Op.MOV64 -> registers[d] = registers[s];
          case Op.MOV32 -> registers[d] = registers[s] & LOW;
          case Op.MOVSX64_8 -> registers[d] = (byte) registers[s];
          case Op.MOVSX64_16 -> registers[d] = (short) registers[s];
          case Op.MOVSX64_32 -> registers[d] = (int) registers[s];
          case Op.MOVSX32_8 -> registers[d] = (byte) registers[s] & LOW;
          case Op.MOVSX32_16 -> registers[d] = (short) registers[s] & LOW;
          case Op.SWAP16 -> registers[d] = Short.reverseBytes((short) registers[d]) & 0xffffL;
          case Op.SWAP32 -> registers[d] = Integer.reverseBytes((int) registers[d]) & LOW;
          case Op.SWAP64 -> registers[d] = Long.reverseBytes(registers[d]);
          case Op.LD1 -> registers[d] = space.load1(registers[s] + (low >> 16));
          case Op.LD2 -> registers[d] = space.load2(registers[s] + (low >> 16));
          case Op.LD4 -> registers[d] = space.load4(registers[s] + (low >> 16));
          case Op.LD8 -> registers[d] = space.load8(registers[s] + (low >> 16));
          case Op.LDS1 -> registers[d] = (byte) space.load1(registers[s] + (low >> 16));
          case Op.LDS2 -> registers[d] = (short) space.load2(registers[s] + (low >> 16));
          case Op.LDS4 -> registers[d] = (int) space.load4(registers[s] + (low >> 16));
          case Op.PROBE ->
              registers[d] = Probe.load(space, registers[s] + (low >> 16), (int) immediate);
          case Op.ST1 -> space.store1(registers[d] + (low >> 16), registers[s]);
          case Op.ST2 -> space.store2(registers[d] + (low >> 16), registers[s]);
          case Op.ST4 -> space.store4(registers[d] + (low >> 16), registers[s]);
          case Op.ST8 -> space.store8(registers[d] + (low >> 16), registers[s]);
          case Op.STK1 -> space.store1(registers[d] + (low >> 16), immediate);
          case Op.STK2 -> space.store2(registers[d] + (low >> 16), immediate);
          case Op.STK4 -> space.store4(registers[d] + (low >> 16), immediate);
          case Op.STK8 -> space.store8(registers[d] + (low >> 16), immediate);
          case Op.ATOMIC -> AtomicCode.execute(cpu.machine.atomics, registers, low, immediate);
          case Op.JA -> pc += low >> 16;
          case Op.JA_LONG -> pc = (int) immediate;
          case Op.MAY_GOTO -> {
            if (!cpu.passMayGoto()) {
              pc = (int) immediate;
            }
          }
          case Op.CALL -> {
            cpu.left = left;
            registers[0] = activation.call(code.calls[(int) immediate], pc - 1);
            left = cpu.left;
          }
          case Op.CALL_SUBPROGRAM -> {
            cpu.push(registers, pc);
            pc = (int) immediate;
          }
          case Op.EXIT -> {
            if (cpu.depth == base) {
              cpu.left = left;
              return registers[0];
            }
            pc = cpu.pop(registers);
          }
          case Op.LOAD_IMMEDIATE -> {
            registers[d] = code.immediates[pc - 1];
            pc++;
          }
          case Op.PACKET -> {
            long offset = immediate + (int) registers[s];
            if (LegacyPacket.load(cpu, registers, offset, d)) {
              continue;
            }
            // As in the kernel: beyond the packet's end the program is over and gives 0.
            registers[0] = 0;
            if (cpu.depth == base) {
              cpu.left = left;
              return 0;
            }
            pc = cpu.pop(registers);
          }
          case Op.FAULT ->
              throw cpu.fault(
                  RunFault.Kind.INSTRUCTION, pc - 1, 0, code.messages[(int) immediate], null);
          default -> throw new IllegalStateException("operation " + (low & 0xff));
        }
      }
    } catch (MemoryFault e) {
      throw cpu.fault(
          RunFault.Kind.MEMORY, pc - 1, e.address(), String.valueOf(e.getMessage()), null);
    } catch (RunInterrupted e) {
      throw cpu.fault(RunFault.Kind.INTERRUPTED, pc - 1, 0, String.valueOf(e.getMessage()), null);
    }
  }
}
