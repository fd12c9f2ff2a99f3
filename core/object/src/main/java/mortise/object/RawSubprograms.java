package mortise.object;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Finds the subprograms of a program that does not say where they are: whatever is called, or has
/// its address taken, begins one (`add_subprog_and_kfunc`).
final class RawSubprograms {
  private RawSubprograms() {}

  static List<Subprogram> find(String name, Instruction[] instructions) {
    var starts = new TreeSet<Integer>();
    starts.add(0);
    for (Instruction instruction : instructions) {
      if (instruction instanceof Instruction.SubprogramCall call) {
        starts.add(call.target());
      } else if (instruction
          instanceof
          Instruction.LoadImmediate(
              var _,
              ImmediateValue.FunctionAddress(int slot),
              var _,
              var _)) {
        starts.add(slot);
      }
    }
    var result = new ArrayList<Subprogram>();
    for (Integer start : starts.subSet(0, instructions.length)) {
      Integer next = starts.higher(start);
      int end = next == null ? instructions.length : Math.min(next, instructions.length);
      String function = start == 0 ? name : name + "_" + start;
      result.add(new Subprogram(function, start, end, 0, false));
    }
    return result;
  }
}
