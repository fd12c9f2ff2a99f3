package mortise.plugin.prototype;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Parameter.Kind;
import mortise.spi.Result;
import mortise.spi.StandardRules;

/// A line of a table: one helper, or one kernel function.
///
/// @param id a helper's number; 0 for a kernel function
/// @param name without `bpf_`, if that is how it begins
/// @param arguments what each parameter takes:
///     | | |
///     | --- | --- |
///     | `any` | anything |
///     | `zero` | nothing but 0 |
///     | `ctx`, `ctx?` | the context; or null |
///     | `ctx:xdp_md` | the context, in programs whose context is that struct |
///     | `map`, `map:4,7` | a map; of one of these types |
///     | `key` | a key of the map before it, read |
///     | `value?` | a value of the map before it, read; or null |
///     | `host:file`, `host:file?` | an object of that type of the host's; or null |
///     | `rcu:file` | the same, which RCU may protect |
///     | `release:file` | the same, which is given back |
///     | `mem4`, `mem16` | memory of so many bytes, read and filled |
///     | `number` | a number |
///     | `ignored` | not looked at |
///     | `in`, `in?`, `out`, `out?` | memory read or filled, its size behind it; or null |
///     | `in20`, `out8` | memory of so many bytes, read, or filled and aligned |
///     | `size`, `size0` | the size of the memory before it; or zero |
///     | `string` | a string that ends, in read-only memory |
/// @param result `number`; `size:N` a number up to what was passed for parameter N, or an error;
///     `value` a value of the map passed first; `host:file` an object of that type of the host's;
///     `value?`, `host:file?` or null; `acquired:file` a reference to one, or null; `memory:8` so
///     many bytes; `arena` an address in the arena; `nothing`
/// @param properties of `gpl`, `sleeps`, `vouched` (no pointer may be null),
///     `any-object` (nobody needs to vouch for the host's objects), `changes-packet`, `packets` (memory may lie in the packet), `format` (what
///     is behind the string are its arguments)
/// @param programs which kinds of program may call it, as [FunctionBuilder#callableFrom] has them;
///     none: all. `nobody`: 6.18 as it is usually built has it for none
record Prototype(
    int id,
    String name,
    List<String> arguments,
    String result,
    List<String> properties,
    List<String> programs,
    String prototype,
    String description) {
  /// The least error that functions give, `-MAX_ERRNO`.
  private static final int ERROR = -4095;

  private static final String NONE = "-";
  private static final String ALL = "all";
  private static final String MAP = "map:";
  private static final String UP_TO = "size:";
  private static final String ZERO = "zero";
  private static final String FORMAT = "format";
  private static final String CONTEXT = "ctx:";
  private static final String HOST = "host:";
  private static final String RCU_HOST = "rcu:";
  private static final String RELEASE = "release:";
  private static final String ACQUIRED = "acquired:";
  private static final String MEMORY = "memory:";
  private static final String OR_NULL = "?";

  /// The table in the resource of that name.
  static List<Prototype> read(String table) {
    var stream = Objects.requireNonNull(Prototype.class.getResourceAsStream(table), table);
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(Prototype::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Prototype of(String line) {
    var cells = line.split("\t", -1);
    return new Prototype(
        cells[0].equals(NONE) ? 0 : Integer.parseInt(cells[0]),
        cells[1],
        list(cells[2], " "),
        cells[3],
        list(cells[4], ","),
        cells[5].equals(ALL) ? List.of() : list(cells[5], ","),
        cells[6],
        cells[7]);
  }

  private static List<String> list(String cell, String separator) {
    return cell.equals(NONE) ? List.of() : List.of(cell.split(separator));
  }

  void declare(Declarations in) {
    var function =
        (id == 0 ? in.function(functionName()) : in.helper(id, "bpf_" + name))
            .prototype(prototype)
            .documentation(description);
    if (!programs.isEmpty()) {
      function.callableFrom(programs.toArray(String[]::new));
    }
    for (var property : properties) {
      switch (property) {
        case "gpl" -> function.gplOnly();
        case "sleeps" -> function.sleeps();
        case "vouched" -> function.refusesNull();
        case "any-object" -> function.takesAnyObject();
        case FORMAT -> {}
        case "packets" -> function.takesPackets();
        case "changes-packet" -> function.effects(Effect.forgetPackets());
        default -> throw new IllegalArgumentException(name + ": no property " + property);
      }
    }
    var parameters = parameters(function);
    if (properties.contains(FORMAT)) {
      formatted(function, parameters);
    }
    function.returns(result(parameters));
  }

  /// A kernel function's whole name.
  private String functionName() {
    var declared = prototype.substring(0, prototype.indexOf('('));
    return declared.substring(declared.replace('*', ' ').lastIndexOf(' ') + 1);
  }

  private static void formatted(FunctionBuilder function, List<Parameter> parameters) {
    var format =
        parameters.stream()
            .filter(one -> one.kind() instanceof Parameter.ConstantString)
            .findFirst()
            .orElseThrow();
    var length = parameters.getLast();
    function.requires(
        PrototypeRules.FORMAT,
        Condition.check(
            "looks into a text of the program's", call -> Formats.fit(call, format, length)));
  }

  private List<Parameter> parameters(FunctionBuilder function) {
    var names = names();
    var parameters = new Parameter[arguments.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = function.parameter(names.get(i), kind(arguments.get(i), parameters));
    }
    for (int i = 0; i < parameters.length; i++) {
      if (arguments.get(i).startsWith(RELEASE)) {
        function.effects(Effect.release(parameters[i]));
      }
      if (arguments.get(i).equals(ZERO)) {
        function.requires(PrototypeRules.NO_FLAGS, parameters[i].isNull());
      }
    }
    for (int i = 0; i < parameters.length; i++) {
      var argument = arguments.get(i);
      if (argument.startsWith(MAP)) {
        var types =
            Stream.of(argument.substring(MAP.length()).split(",")).map(Integer::valueOf).toList();
        function.requires(
            StandardRules.MAP_TYPE, parameters[i].isMapOfType(types.toArray(Integer[]::new)));
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
      case "any", ZERO -> new Parameter.Anything();
      case "ctx" -> new Parameter.Context(false);
      case "ctx?" -> new Parameter.Context(true);
      case "number" -> new Parameter.Scalar();
      case "ignored" -> new Parameter.Ignored();
      case "mem4" -> new Parameter.FixedMemory(4, true, false);
      case "mem16" -> new Parameter.FixedMemory(16, true, false);
      case "map" -> new Parameter.Map();
      case "key" -> new Parameter.MapKey(map(before));
      case "value?" -> new Parameter.MapValue(map(before), false, true);
      case "in" -> new Parameter.Memory(false, false);
      case "in?" -> new Parameter.Memory(false, true);
      case "out" -> new Parameter.Memory(true, false);
      case "out?" -> new Parameter.Memory(true, true);
      case "in20" -> new Parameter.FixedMemory(20, false, false);
      case "in40" -> new Parameter.FixedMemory(40, false, false);
      case "out4" -> new Parameter.FixedMemory(4, true, true);
      case "out8" -> new Parameter.FixedMemory(8, true, true);
      case "size" -> new Parameter.Size(false);
      case "size0" -> new Parameter.Size(true);
      case "string" -> new Parameter.ConstantString();
      case String context when context.startsWith(CONTEXT) ->
          new Parameter.ContextOr(after(CONTEXT, context), after(CONTEXT, context));
      case String map when map.startsWith(MAP) -> new Parameter.Map();
      case String host when host.startsWith(RCU_HOST) ->
          new Parameter.Host(after(RCU_HOST, host), List.of(Ownership.RCU), false, false);
      case String host when host.startsWith(RELEASE) ->
          new Parameter.Host(after(RELEASE, host), List.of(), true, false);
      case String host when host.startsWith(HOST) ->
          new Parameter.Host(hostType(host), List.of(), false, host.endsWith(OR_NULL));
      default -> throw new IllegalArgumentException(name + ": no argument " + argument);
    };
  }

  private static String after(String prefix, String cell) {
    return cell.substring(prefix.length());
  }

  private static String hostType(String cell) {
    return cell.substring(HOST.length(), cell.length() - (cell.endsWith(OR_NULL) ? 1 : 0));
  }

  private Parameter map(Parameter[] parameters) {
    return Arrays.stream(parameters)
        .filter(one -> one != null && one.kind() instanceof Parameter.Map)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": a key without a map"));
  }

  private Result result(List<Parameter> parameters) {
    if (result.equals("arena")) {
      return Result.inAddressSpace();
    }
    if (result.equals("nothing")) {
      return Result.nothing();
    }
    if (result.startsWith(MEMORY)) {
      return Result.memory(Integer.parseInt(after(MEMORY, result)), false);
    }
    if (result.startsWith(ACQUIRED)) {
      return Result.hostObject(after(ACQUIRED, result)).acquired().orNull();
    }
    if (result.equals("number")) {
      return Result.scalar();
    }
    if (result.startsWith(UP_TO)) {
      int index = Integer.parseInt(result.substring(UP_TO.length()));
      return Result.atMost(ERROR, parameters.get(index));
    }
    if (result.endsWith(OR_NULL)) {
      return object(result.substring(0, result.length() - 1), parameters).orNull();
    }
    return object(result, parameters);
  }

  private Result object(String what, List<Parameter> parameters) {
    if (what.equals("value")) {
      return Result.valueOf(parameters.getFirst());
    }
    if (what.startsWith(HOST)) {
      return Result.hostObject(hostType(what));
    }
    throw new IllegalArgumentException(name + ": no result " + result);
  }
}
