package mortise.plugin.socket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import mortise.spi.ContextField;
import mortise.spi.ContextField.Kind;
import mortise.spi.HostView;

/// What programs see of sockets: `views.tsv`, as kernel 6.18 answers for every offset and size.
///
/// | part | what of a field may be loaded |
/// | --- | --- |
/// | `whole` | all of it |
/// | `start` | and its first 1 or 2 bytes |
/// | `any` | and any aligned part |
/// | `half` | and any part of its first half |
///
/// Source: linux `bpf_sock_common_is_valid_access`, `bpf_sock_is_valid_access`,
/// `bpf_tcp_sock_is_valid_access`, `bpf_xdp_sock_is_valid_access` (6.18).
final class Views {
  /// What comparisons with null teach nothing about, once it is known.
  private static final String XDP = "xdp_sock";

  private Views() {}

  static List<HostView> all() {
    var fields = new LinkedHashMap<String, List<ContextField>>();
    for (var cells : Tables.read("views.tsv")) {
      fields
          .computeIfAbsent(cells.get(0), name -> new ArrayList<>())
          .addAll(
              fields(
                  cells.get(1),
                  Integer.parseInt(cells.get(2)),
                  Integer.parseInt(cells.get(3)),
                  cells.get(4)));
    }
    return fields.entrySet().stream().map(e -> view(e.getKey(), e.getValue())).toList();
  }

  private static HostView view(String name, List<ContextField> fields) {
    var view = HostView.of(name, fields, SocketRules.FIELD);
    return name.equals(XDP) ? view : view.ofStruct(name);
  }

  private static List<ContextField> fields(String name, int offset, int size, String part) {
    return switch (part) {
      case "whole" -> List.of(field(name, offset, size, false));
      case "any" -> List.of(field(name, offset, size, true));
      case "start" ->
          List.of(
              field(name, offset, size, false),
              field(name, offset, 2, false),
              field(name, offset, 1, false));
      case "half" -> List.of(field(name, offset, size, false), field(name, offset, size / 2, true));
      default -> throw new IllegalArgumentException("no part of a field: " + part);
    };
  }

  private static ContextField field(String name, int offset, int size, boolean narrow) {
    return new ContextField(name, offset, size, Kind.SCALAR, true, false, narrow);
  }
}
