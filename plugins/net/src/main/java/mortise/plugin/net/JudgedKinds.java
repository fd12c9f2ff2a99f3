package mortise.plugin.net;

import static mortise.plugin.ownership.api.Ownership.TRUSTED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mortise.spi.ContextField;
import mortise.spi.ContextField.Kind;
import mortise.spi.ProgramKind;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.spi.ProgramKind.Range;
import mortise.spi.Result;

/// The kinds of program that are judged and not run, as tables: `programs.tsv` says what they may
/// return and do with packets, `contexts.tsv` what they may read and write of their context, as
/// kernel 6.18 answers for every offset and size.
final class JudgedKinds {
  private static final String NONE = "-";
  private static final String TRUSTED_POINTER = "trusted_ptr_";
  private static final String OR_NULL = "_or_null";

  /// A line of `programs.tsv`.
  ///
  /// @param attached how programs are attached, as in `BPF_…`, lower case; empty: in any way
  /// @param contextAsIs whether the context lies in memory as programs see it
  private record Line(
      String kind,
      int number,
      int size,
      PacketAccess packets,
      List<String> attached,
      Optional<Range> returns,
      boolean contextAsIs) {
    static Line of(List<String> cells) {
      return new Line(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          Integer.parseInt(cells.get(2)),
          switch (cells.get(3)) {
            case "none" -> PacketAccess.NONE;
            case "open" -> PacketAccess.OPEN;
            case "load" -> PacketAccess.LOAD;
            case "read" -> PacketAccess.READ;
            default -> PacketAccess.READ_WRITE;
          },
          cells.get(4).equals(NONE) ? List.of() : List.of(cells.get(4).split(" ")),
          cells.get(5).equals(NONE)
              ? Optional.empty()
              : Optional.of(new Range(Long.parseLong(cells.get(5)), Long.parseLong(cells.get(6)))),
          cells.get(7).equals("as_is"));
    }

    ProgramKind kind(List<ContextField> fields, Map<String, ProgramKind> ways) {
      var one =
          new ProgramKind(
              kind,
              number,
              size,
              fields,
              false,
              packets,
              false,
              false,
              returns,
              Optional.empty(),
              ways);
      return contextAsIs ? one.withContextAsIs() : one;
    }
  }

  private JudgedKinds() {}

  static List<ProgramKind> all() {
    var fields = fields();
    var structs = structs();
    var kinds = new ArrayList<ProgramKind>();
    var ways = new LinkedHashMap<String, ProgramKind>();
    for (var lines = Tables.read("programs.tsv").iterator(); lines.hasNext(); ) {
      var line = Line.of(lines.next());
      if (!kinds.isEmpty() && !kinds.getLast().name().equals(line.kind)) {
        ways.clear();
      } else if (!kinds.isEmpty()) {
        kinds.removeLast();
      }
      for (var way : line.attached) {
        ways.put(way, line.kind(fields(fields, line.kind, way), Map.of()));
      }
      // Attached in a way that is not said, as in the last.
      var usual = line.attached.isEmpty() ? "" : line.attached.getFirst();
      kinds.add(line.kind(fields(fields, line.kind, usual), ways));
    }
    return kinds.stream()
        .map(kind -> kind.withContext(names(structs.getOrDefault(kind.name(), NONE))))
        .toList();
  }

  /// What programs of a kind that are attached in this way see of their context.
  private static List<ContextField> fields(
      Map<String, List<ContextField>> fields, String kind, String way) {
    var all = new ArrayList<>(fields.getOrDefault(kind, List.of()));
    all.addAll(fields.getOrDefault(kind + ":" + way, List.of()));
    return all;
  }

  /// The struct that the context of a kind is.
  private static Map<String, String> structs() {
    var structs = new LinkedHashMap<String, String>();
    for (var cells : Tables.read("contexts.tsv")) {
      for (var programs : List.of(cells.get(6).split(" "))) {
        structs.put(programs.replaceAll(":.*", ""), cells.get(0));
      }
    }
    return structs;
  }

  /// What programs show of a socket buffer is called so, or as the buffer itself.
  ///
  /// Source: linux `btf_is_projection_of` (6.18).
  private static String[] names(String struct) {
    return struct.equals("__sk_buff") ? new String[] {struct, "sk_buff"} : new String[] {struct};
  }

  /// By kind, or by kind and attachment: `cgroup_sock_addr:cgroup_inet4_bind`.
  private static Map<String, List<ContextField>> fields() {
    var fields = new LinkedHashMap<String, List<ContextField>>();
    for (var cells : Tables.read("contexts.tsv")) {
      var field = field(cells);
      for (var programs : List.of(cells.get(6).split(" "))) {
        fields.computeIfAbsent(programs, same -> new ArrayList<>()).add(field);
      }
    }
    return fields;
  }

  private static ContextField field(List<String> cells) {
    var access = cells.get(4);
    var gives = cells.get(5);
    var kind =
        switch (gives) {
          case "number" -> Kind.SCALAR;
          case "packet", "packet_end", "packet_meta" ->
              Kind.valueOf(gives.toUpperCase(Locale.ROOT));
          default -> Kind.RESULT;
        };
    return new ContextField(
        cells.get(1),
        Integer.parseInt(cells.get(2)),
        Integer.parseInt(cells.get(3)),
        kind,
        access.contains("r"),
        access.contains("w"),
        access.contains("n"),
        kind == Kind.RESULT ? Optional.of(result(gives)) : Optional.empty());
  }

  /// `sock`, `sock_common_or_null`, `trusted_ptr_sk_buff`.
  private static Result result(String gives) {
    if (gives.startsWith(TRUSTED_POINTER)) {
      return Result.hostObject(gives.substring(TRUSTED_POINTER.length())).qualified(TRUSTED);
    }
    return gives.endsWith(OR_NULL)
        ? Result.view(gives.substring(0, gives.length() - OR_NULL.length())).orNull()
        : Result.view(gives);
  }
}
