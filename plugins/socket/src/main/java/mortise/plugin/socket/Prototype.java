package mortise.plugin.socket;

import static mortise.plugin.ownership.api.Ownership.TRUSTED;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Parameter.Kind;
import mortise.spi.Result;
import mortise.spi.StandardRules;

/// A line of `helpers.tsv`: one helper, as programs of some kinds have it.
///
/// @param id its number
/// @param name without `bpf_`
/// @param arguments what each parameter takes:
///     | | |
///     | --- | --- |
///     | `socket`, `socket?` | any kind of socket, or a pointer to the kernel's own; or null |
///     | `released` | the same, for which something is owed that is given back |
///     | `shown` | any kind of socket, but not the kernel's own |
///     | `full?` | a `sock`, or null |
///     | `pointer?` | a pointer to the kernel's own, or null |
///     | `file` | a file of the kernel's |
///     | `any` | anything |
///     | `ctx` | the context |
///     | `map:24` | a map of that type |
///     | `value?` | a value of the map before it, or null |
///     | `in`, `out` | memory read or filled, its size behind it |
///     | `size`, `size0` | the size of the memory before it; or zero |
/// @param result `number`; `value` a value of the map passed first, or null; `sock`, … such a
///     socket, or null; `struct tcp_sock`, … a pointer to one of the kernel's, or null
/// @param properties of `acquires`, `shares` (what is owed for the first parameter), `packets`
///     (memory may lie in the packet), `gpl`
/// @param programs which kinds of program have it so
record Prototype(
    int id,
    String name,
    List<String> arguments,
    String result,
    List<String> properties,
    List<String> programs,
    String prototype,
    String description) {
  /// The kernel's struct that all of its sockets start with.
  static final String STRUCT = "sock_common";

  private static final List<String> SHOWN = List.of(STRUCT, "sock", "tcp_sock", "xdp_sock");
  private static final String NONE = "-";
  private static final String MAP = "map:";
  private static final String POINTER = "struct ";

  static List<Prototype> all() {
    return Tables.read("helpers.tsv").stream().map(Prototype::of).toList();
  }

  /// The kernel's structs that helpers here take and give.
  static Stream<String> structs() {
    return Stream.concat(
        Stream.of(STRUCT),
        all().stream()
            .map(Prototype::result)
            .filter(gives -> gives.startsWith(POINTER))
            .map(gives -> gives.substring(POINTER.length()))
            .distinct());
  }

  private static Prototype of(List<String> cells) {
    return new Prototype(
        Integer.parseInt(cells.get(0)),
        cells.get(1),
        list(cells.get(2), " "),
        cells.get(3),
        list(cells.get(4), ","),
        list(cells.get(5), ","),
        cells.get(6),
        cells.get(7));
  }

  private static List<String> list(String cell, String separator) {
    return cell.equals(NONE) ? List.of() : List.of(cell.split(separator));
  }

  void declare(Declarations in) {
    var function =
        in.helper(id, "bpf_" + name)
            .callableFrom(programs.toArray(String[]::new))
            .prototype(prototype)
            .documentation(description);
    var parameters = parameters(function);
    var gives = result(parameters);
    for (var property : properties) {
      switch (property) {
        case "acquires" -> gives = gives.acquired();
        case "shares" -> gives = gives.sharing(parameters.getFirst());
        case "packets" -> function.takesPackets();
        case "gpl" -> function.gplOnly();
        default -> throw new IllegalArgumentException(name + ": no property " + property);
      }
    }
    function.returns(gives);
  }

  private List<Parameter> parameters(FunctionBuilder function) {
    var names = names();
    var parameters = new Parameter[arguments.size()];
    for (int i = 0; i < parameters.length; i++) {
      var argument = arguments.get(i);
      var parameter = function.parameter(names.get(i), kind(argument, parameters));
      parameters[i] = parameter;
      if (argument.equals("released")) {
        function
            .requires(SocketRules.UNOWNED, parameter.isReferenced())
            .effects(Effect.release(parameter));
      }
    }
    for (int i = 0; i < parameters.length; i++) {
      if (arguments.get(i).startsWith(MAP)) {
        var type = Integer.valueOf(arguments.get(i).substring(MAP.length()));
        function.requires(StandardRules.MAP_TYPE, parameters[i].isMapOfType(type));
      }
    }
    return List.of(parameters);
  }

  /// The parameters' names, from the declaration in C.
  private List<String> names() {
    var list = prototype.substring(prototype.indexOf('(') + 1, prototype.lastIndexOf(')'));
    return Stream.of(list.split(","))
        .map(one -> one.substring(one.replace('*', ' ').lastIndexOf(' ') + 1))
        .toList();
  }

  private Kind kind(String argument, Parameter[] before) {
    return switch (argument) {
      case "socket" -> socket(false, false);
      case "socket?" -> socket(false, true);
      case "released" -> socket(true, false);
      case "shown" -> new Parameter.View(SHOWN, Optional.empty(), List.of(), false, false);
      case "full?" -> new Parameter.View(List.of("sock"), Optional.empty(), List.of(), false, true);
      case "pointer?" -> new Parameter.Host(STRUCT, List.of(), false, true);
      case "file" -> new Parameter.Host("file", List.of(), false, false);
      case "any" -> new Parameter.Anything();
      case "ctx" -> new Parameter.Context(false);
      case "value?" -> new Parameter.MapValue(map(before), false, true);
      case "in" -> new Parameter.Memory(false, false);
      case "out" -> new Parameter.Memory(true, false);
      case "size" -> new Parameter.Size(false);
      case "size0" -> new Parameter.Size(true);
      case String map when map.startsWith(MAP) -> new Parameter.Map();
      default -> throw new IllegalArgumentException(name + ": no argument " + argument);
    };
  }

  private static Kind socket(boolean released, boolean mayBeNull) {
    return new Parameter.View(SHOWN, Optional.of(STRUCT), List.of(TRUSTED), released, mayBeNull);
  }

  private Parameter map(Parameter[] parameters) {
    return Arrays.stream(parameters)
        .filter(one -> one != null && one.kind() instanceof Parameter.Map)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": a value without a map"));
  }

  private Result result(List<Parameter> parameters) {
    if (result.startsWith(POINTER)) {
      return Result.hostObject(result.substring(POINTER.length())).orNull();
    }
    return switch (result) {
      case "number" -> Result.scalar();
      case "value" -> Result.valueOf(parameters.getFirst()).orNull();
      default -> Result.view(result).orNull();
    };
  }
}
