package mortise.verifier.belief;

import java.util.List;
import java.util.Map;

/// All that was believed while a program was verified, to be held against its runs.
///
/// @param entries where exploration began, by the first instruction: the program, and every
///   subprogram that was verified on its own
/// @param live for each instruction the registers that may be read before they are written, a bit
///   each
public record Beliefs(Map<Integer, List<Visit>> entries, int[] live) {
  public Beliefs {
    entries = Map.copyOf(entries);
  }
}
