package mortise.plugin.net;

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

/// The kinds of program that are judged and not run, as tables: `programs.tsv` says what they may
/// return and do with packets, `contexts.tsv` what they may read and write of their context, as
/// kernel 6.18 answers for every offset and size.
///
/// Members of the context that lead to objects of the host are left out.
final class JudgedKinds {
  private static final String NONE = "-";

  /// A line of `programs.tsv`.
  ///
  /// @param attached how programs are attached, as in `BPF_…`, lower case; empty: in any way
  private record Line(
      String kind,
      int number,
      int size,
      PacketAccess packets,
      List<String> attached,
      Optional<Range> returns) {
    static Line of(List<String> cells) {
      return new Line(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          Integer.parseInt(cells.get(2)),
          switch (cells.get(3)) {
            case "none" -> PacketAccess.NONE;
            case "read" -> PacketAccess.READ;
            default -> PacketAccess.READ_WRITE;
          },
          cells.get(4).equals(NONE) ? List.of() : List.of(cells.get(4).split(" ")),
          cells.get(5).equals(NONE)
              ? Optional.empty()
              : Optional.of(new Range(Long.parseLong(cells.get(5)), Long.parseLong(cells.get(6)))));
    }

    ProgramKind kind(List<ContextField> fields, Map<String, ProgramKind> ways) {
      return new ProgramKind(
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
    }
  }

  private JudgedKinds() {}

  static List<ProgramKind> all() {
    var fields = fields();
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
    return kinds;
  }

  /// What programs of a kind that are attached in this way see of their context.
  private static List<ContextField> fields(
      Map<String, List<ContextField>> fields, String kind, String way) {
    var all = new ArrayList<>(fields.getOrDefault(kind, List.of()));
    all.addAll(fields.getOrDefault(kind + ":" + way, List.of()));
    return all;
  }

  /// By kind, or by kind and attachment: `cgroup_sock_addr:cgroup_inet4_bind`.
  private static Map<String, List<ContextField>> fields() {
    var fields = new LinkedHashMap<String, List<ContextField>>();
    for (var cells : Tables.read("contexts.tsv")) {
      field(cells)
          .ifPresent(
              field -> {
                for (var programs : List.of(cells.get(6).split(" "))) {
                  fields.computeIfAbsent(programs, same -> new ArrayList<>()).add(field);
                }
              });
    }
    return fields;
  }

  private static Optional<ContextField> field(List<String> cells) {
    var access = cells.get(4);
    Optional<Kind> kind =
        switch (cells.get(5)) {
          case "number" -> Optional.of(Kind.SCALAR);
          case "packet", "packet_end", "packet_meta" ->
              Optional.of(Kind.valueOf(cells.get(5).toUpperCase(Locale.ROOT)));
          default -> Optional.empty();
        };
    return kind.map(
        gives ->
            new ContextField(
                cells.get(1),
                Integer.parseInt(cells.get(2)),
                Integer.parseInt(cells.get(3)),
                gives,
                access.contains("r"),
                access.contains("w"),
                access.contains("n")));
  }
}
