package mortise.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mortise.engine.meaning.Meanings;
import mortise.engine.meaning.Sights;
import mortise.object.BpfMap;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.runtime.BoundCall;
import mortise.runtime.BoundMap;
import mortise.runtime.InstanceSpec;
import mortise.runtime.Limits;
import mortise.runtime.Listeners;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunnableProgram;
import mortise.spi.EventKind;
import mortise.verifier.VerifiedProgram;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// Binds verified programs to the runtime halves of what they call.
final class Binding {
  private static final long STEPS_WITHOUT_RULES = 1_000_000;

  private Binding() {}

  static InstanceSpec of(VerifiedProgram first, List<VerifiedProgram> others) {
    var programs = new ArrayList<RunnableProgram>();
    programs.add(bind(first));
    others.stream().map(Binding::bind).forEach(programs::add);
    var used = new HashSet<BpfMap>();
    programs.forEach(program -> used.addAll(mapsIn(program.program())));
    return new InstanceSpec(
            programs, maps(first, used), id -> first.layouts().local(id), limits(first))
        .on(first.layouts().host())
        .telling(listeners(first.rules()))
        .seeing(Sights.of(first.rules()));
  }

  /// Where rules are off, programs that never end are accepted.
  private static Limits limits(VerifiedProgram verified) {
    return verified.rules().off().isEmpty()
        ? Limits.DEFAULT
        : Limits.DEFAULT.withSteps(STEPS_WITHOUT_RULES);
  }

  private static RunnableProgram bind(VerifiedProgram verified) {
    var calls = new HashMap<Integer, BoundCall>();
    boolean sleepable = verified.kind().sleepable() || verified.program().type().sleepable();
    verified
        .calls()
        .forEach((slot, plan) -> calls.put(slot, bind(plan, verified.rules(), sleepable)));
    var factory =
        verified
            .kind()
            .factory()
            .orElseThrow(
                () ->
                    new NotRunnableException(
                        "programs of type %s can only be judged, not run"
                            .formatted(verified.kind().name())));
    return new RunnableProgram(
        verified.program(),
        calls,
        verified.kind().fields(),
        factory,
        verified.contextReach(),
        Map.of(),
        sleepable,
        verified.handler(),
        probes(verified));
  }

  private static Set<Integer> probes(VerifiedProgram verified) {
    return IntStream.range(0, verified.program().size())
        .filter(verified::isProbe)
        .boxed()
        .collect(Collectors.toSet());
  }

  private static BoundCall bind(FunctionPlan plan, RuleBook rules, boolean sleepable) {
    var implementation =
        plan.implementation()
            .orElseThrow(
                () ->
                    new NotRunnableException(
                        "%s can only be judged, not run".formatted(plan.name())));
    return new BoundCall(plan.name(), implementation, Meanings.of(plan, rules, sleepable));
  }

  private static Map<EventKind, Listeners> listeners(RuleBook rules) {
    var listeners = new HashMap<EventKind, Listeners>();
    rules
        .subscribers()
        .forEach(
            (event, all) ->
                listeners.put(
                    event,
                    new Listeners(
                        all.stream().flatMap(s -> s.before().stream()).toList(),
                        all.stream().flatMap(s -> s.after().stream()).toList())));
    return listeners;
  }

  /// The maps that a program names.
  private static Set<BpfMap> mapsIn(Program program) {
    var maps = new HashSet<BpfMap>();
    for (int at = 0; at < program.size(); at++) {
      if (program.at(at) instanceof Instruction.LoadImmediate load) {
        switch (load.value()) {
          case ImmediateValue.MapAddress map -> maps.add(map.map());
          case ImmediateValue.MapValueAddress value -> maps.add(value.map());
          case ImmediateValue.Constant constant -> {}
          case ImmediateValue.FunctionAddress function -> {}
          case ImmediateValue.KernelSymbol symbol -> {}
        }
      }
    }
    return maps;
  }

  /// The object's maps, but for those that could only be judged and that no program names.
  private static List<BoundMap> maps(VerifiedProgram verified, Set<BpfMap> used) {
    var bound = new LinkedHashMap<BpfMap, BoundMap>();
    for (var map : verified.program().maps()) {
      var one = bind(verified, map);
      if (one.factory().isEmpty() && !map.isGlobalData() && !used.contains(map)) {
        continue;
      }
      bound.put(map, one);
      map.definition().inner().ifPresent(inner -> bound.put(inner, bind(verified, inner)));
    }
    return List.copyOf(bound.values());
  }

  private static BoundMap bind(VerifiedProgram verified, BpfMap map) {
    var kind = Optional.ofNullable(verified.rules().maps().get(map.type().id()));
    return new BoundMap(
        map,
        verified.layouts().value(map),
        verified.layouts().local(verified.program().btf().resolveId(map.valueType())),
        map.isGlobalData() ? Optional.empty() : kind.flatMap(k -> k.factory()),
        kind.filter(k -> k.holdsMaps()).isPresent());
  }
}
