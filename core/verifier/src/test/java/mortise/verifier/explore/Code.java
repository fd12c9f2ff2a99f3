package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.object.RawInstruction;

/// Writes programs as bare slots, with labels for jumps and calls.
final class Code {
  static final int EQ = 0x10;
  static final int GT = 0x20;
  static final int NE = 0x50;
  static final int BYTE = 0x10;
  static final int WORD = 0x00;
  static final int DOUBLE = 0x18;

  private final List<RawInstruction> slots = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> jumps = new HashMap<>();
  private final Map<Integer, String> addresses = new HashMap<>();

  private Code slot(int opcode, int destination, int source, int offset, int immediate) {
    slots.add(new RawInstruction(opcode, destination, source, (short) offset, immediate));
    return this;
  }

  Code label(String name) {
    labels.put(name, slots.size());
    return this;
  }

  boolean has(String label) {
    return labels.containsKey(label);
  }

  Code set(int register, int value) {
    return slot(0xb7, register, 0, 0, value);
  }

  Code copy(int destination, int source) {
    return slot(0xbf, destination, source, 0, 0);
  }

  Code add(int destination, int value) {
    return slot(0x07, destination, 0, 0, value);
  }

  Code addRegister(int destination, int source) {
    return slot(0x0f, destination, source, 0, 0);
  }

  Code and(int destination, int value) {
    return slot(0x57, destination, 0, 0, value);
  }

  Code load(int size, int destination, int base, int offset) {
    return slot(0x61 | size, destination, base, offset, 0);
  }

  Code store(int size, int base, int offset, int source) {
    return slot(0x63 | size, base, source, offset, 0);
  }

  Code storeNumber(int size, int base, int offset, int value) {
    return slot(0x62 | size, base, 0, offset, value);
  }

  Code call(int helper) {
    return slot(0x85, 0, 0, 0, helper);
  }

  Code callTo(String label) {
    jumps.put(slots.size(), label);
    return slot(0x85, 0, 1, 0, 0);
  }

  Code legacyLoad() {
    return slot(0x20, 0, 0, 0, 0);
  }

  Code address(int register, String label) {
    addresses.put(slots.size(), label);
    return slot(0x18, register, 4, 0, 0).slot(0, 0, 0, 0, 0);
  }

  Code map(int register) {
    return slot(0x18, register, 1, 0, 0).slot(0, 0, 0, 0, 0);
  }

  Code jump(String label) {
    jumps.put(slots.size(), label);
    return slot(0x05, 0, 0, 0, 0);
  }

  Code jumpIf(int condition, int register, int value, String label) {
    jumps.put(slots.size(), label);
    return slot(0x05 | condition, register, 0, 0, value);
  }

  Code jumpIfRegisters(int condition, int left, int right, String label) {
    jumps.put(slots.size(), label);
    return slot(0x0d | condition, left, right, 0, 0);
  }

  Code exit() {
    return slot(0x95, 0, 0, 0, 0);
  }

  List<RawInstruction> slots() {
    var all = new ArrayList<>(slots);
    jumps.forEach(
        (at, label) -> {
          int distance = target(label) - at - 1;
          var slot = all.get(at);
          all.set(
              at,
              slot.opcode() == 0x85
                  ? slot.withImmediate(distance)
                  : slot.withOffset((short) distance));
        });
    addresses.forEach(
        (at, label) -> all.set(at, all.get(at).withImmediate(target(label) - at - 1)));
    return all;
  }

  private int target(String label) {
    return labels.getOrDefault(label, 0);
  }
}
