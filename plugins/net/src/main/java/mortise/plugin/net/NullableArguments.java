package mortise.plugin.net;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import mortise.spi.HostArguments.Exceptional;

/// Arguments that may be null, or are no pointers that can be followed, although their types do not
/// say so: `arguments.tsv`, by what a program is attached to, the target's name, and the argument's
/// index from 0. Those of tracepoints are as kernel 6.18 answers for every tracepoint that it has.
///
/// Source: linux `raw_tp_null_args`, `bpf_iter_reg.ctx_arg_info` (6.18).
final class NullableArguments {
  private NullableArguments() {}

  /// By the name of what is iterated: at the end of an iteration there is no element.
  static Map<String, Map<Integer, Exceptional>> iterators() {
    return of("iterator");
  }

  /// By the name of the tracepoint.
  static Map<String, Map<Integer, Exceptional>> tracepoints() {
    return of("tracepoint");
  }

  private static Map<String, Map<Integer, Exceptional>> of(String what) {
    var all = new HashMap<String, Map<Integer, Exceptional>>();
    for (var cells : Tables.read("arguments.tsv")) {
      if (cells.get(0).equals(what)) {
        all.computeIfAbsent(cells.get(1), name -> new HashMap<>())
            .put(
                Integer.parseInt(cells.get(2)),
                Exceptional.valueOf(cells.get(3).toUpperCase(Locale.ROOT)));
      }
    }
    return all;
  }
}
