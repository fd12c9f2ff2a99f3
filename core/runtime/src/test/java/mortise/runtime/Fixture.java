package mortise.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.BpfMap;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.RawInstruction;
import mortise.runtime.memory.PlainType;
import mortise.spi.ContextField;
import mortise.spi.EventKind;
import mortise.spi.TypeView;
import mortise.spi.runtime.ContextFactory;
import mortise.spi.runtime.ContextFactory.Context;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.MapFactory;

/// Puts instances together for tests: programs from bare slots, helpers by number.
final class Fixture {
  static final Input NOTHING = new Input(new byte[0], new byte[0]);

  private final Map<Integer, BoundCall> helpers = new HashMap<>();
  private final List<BoundMap> maps = new ArrayList<>();
  private final Map<String, List<RawInstruction>> programs = new LinkedHashMap<>();
  private final Map<Long, TypeView> types = new HashMap<>();
  private List<ContextField> fields = List.of();
  private ContextFactory context = (machine, input) -> new Context(0, 0, 0, 0);
  private Limits limits = Limits.DEFAULT;
  private Optional<Watching> watching = Optional.empty();
  private final Map<EventKind, Listeners> listeners = new HashMap<>();
  private boolean sleepable;

  Fixture helper(int id, Implementation implementation) {
    return helper(id, BoundCall.of("helper_" + id, implementation));
  }

  Fixture helper(int id, BoundCall call) {
    helpers.put(id, call);
    return this;
  }

  Fixture map(BpfMap map, MapFactory factory) {
    return map(
        new BoundMap(map, new PlainType(map.name(), map.valueSize()), Optional.of(factory), false));
  }

  Fixture map(BoundMap map) {
    maps.add(map);
    return this;
  }

  Fixture on(EventKind event, Listeners those) {
    listeners.put(event, those);
    return this;
  }

  Fixture global(BpfMap map) {
    return map(
        new BoundMap(map, new PlainType(map.name(), map.valueSize()), Optional.empty(), false));
  }

  Fixture type(long id, TypeView type) {
    types.put(id, type);
    return this;
  }

  Fixture context(List<ContextField> layout, ContextFactory factory) {
    fields = layout;
    context = factory;
    return this;
  }

  Fixture limits(Limits value) {
    limits = value;
    return this;
  }

  Fixture watched() {
    return watched(Watching.DEFAULT);
  }

  Fixture watched(Watching value) {
    watching = Optional.of(value);
    return this;
  }

  Fixture unwatched() {
    watching = Optional.empty();
    return this;
  }

  /// All programs may sleep.
  Fixture sleepable() {
    sleepable = true;
    return this;
  }

  Fixture program(String name, Asm asm) {
    programs.put(name, asm.slots());
    return this;
  }

  Instance instance(Asm asm) {
    return program("test", asm).instance();
  }

  Instance instance() {
    return Instance.create(spec());
  }

  InstanceSpec spec() {
    var bound = new ArrayList<RunnableProgram>();
    var objectMaps = maps.stream().map(BoundMap::map).toList();
    programs.forEach(
        (name, slots) -> {
          var program = Program.raw(name, ProgramType.UNKNOWN, slots, objectMaps);
          bound.add(
              new RunnableProgram(
                  program,
                  calls(program),
                  fields,
                  context,
                  0,
                  Map.of(),
                  sleepable,
                  Optional.empty()));
        });
    var spec =
        new InstanceSpec(bound, maps, id -> Optional.ofNullable(types.get(id)), limits)
            .telling(listeners);
    return watching.map(spec::watched).orElse(spec);
  }

  private Map<Integer, BoundCall> calls(Program program) {
    var calls = new HashMap<Integer, BoundCall>();
    for (int slot = 0; slot < program.size(); slot++) {
      if (program.at(slot) instanceof Instruction.HelperCall call
          && helpers.containsKey(call.id())) {
        calls.put(slot, helpers.get(call.id()));
      }
    }
    return calls;
  }

  /// Runs one program that needs nothing.
  static long run(Asm asm) {
    try (var instance = new Fixture().instance(asm)) {
      return instance.run(NOTHING);
    }
  }
}
