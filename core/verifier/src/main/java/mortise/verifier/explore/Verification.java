package mortise.verifier.explore;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.object.BpfMap;
import mortise.object.Instruction;
import mortise.object.MapType;
import mortise.object.Program;
import mortise.object.Subprogram;
import mortise.object.btf.Btf;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Invocation;
import mortise.spi.MapKind;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Subject;
import mortise.spi.TypeView;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Mentions;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// What stays the same, or only grows, while one program is verified.
final class Verification {
  final Program program;
  final RuleBook rules;
  final TypeLayouts layouts;
  final ProgramKind kind;
  final boolean strictAlignment;
  private final Map<Integer, FunctionPlan> calls = new HashMap<>();
  private final IdentityHashMap<BpfMap, Integer> constantIdentities = new IdentityHashMap<>();
  // Declarations do not change: each is looked through once.
  private final IdentityHashMap<Object, List<Subject>> mentioned = new IdentityHashMap<>();
  private final LockOrder lockOrder = new LockOrder();
  private final Map<Integer, BpfMap> someMaps = new HashMap<>();
  private final Endings endings;
  private final Optional<Region.Space> space;
  private Optional<Handlers.Named> handler = Optional.empty();
  private Optional<Subprogram> alone = Optional.empty();
  // Read only once somebody asks: it takes long, and few do.
  private Optional<Btf> hostTypes = Optional.empty();
  private boolean hostTypesAsked;
  private final BitSet probes = new BitSet();
  private int ids;
  private int contextReach;

  Verification(
      Program program,
      RuleBook rules,
      TypeLayouts layouts,
      ProgramKind kind,
      boolean strictAlignment) {
    this.program = program;
    this.rules = rules;
    this.layouts = layouts;
    this.kind = kind;
    this.strictAlignment = strictAlignment;
    endings = new Endings(this);
    space =
        MapUse.of(program)
            .flatMap(map -> addressSpace(map).stream())
            .findFirst()
            .map(used -> new Region.Space(used.name()));
  }

  /// Looks for the program's handler.
  void findHandler() {
    handler = Handlers.find(this);
  }

  /// What the program names for the case that it ends before its time.
  Optional<Handlers.Named> handler() {
    return handler;
  }

  /// Where the program may end other than by an exit.
  Endings endings() {
    return endings;
  }

  /// A global subprogram is verified now, on its own.
  void beginAlone(Subprogram global) {
    alone = Optional.of(global);
  }

  /// The global subprogram that is verified on its own.
  Optional<Subprogram> alone() {
    return alone;
  }

  private static final Set<String> GPL =
      Set.of(
          "GPL",
          "GPL v2",
          "GPL and additional rights",
          "Dual BSD/GPL",
          "Dual MIT/GPL",
          "Dual MPL/GPL");

  /// Whether the program is under a licence that is compatible with the GPL.
  ///
  /// Source: linux `license_is_gpl_compatible` (6.18).
  boolean isGpl() {
    return GPL.contains(program.license());
  }

  /// The address space of its own that the map's memory is.
  Optional<MapKind.AddressSpace> addressSpace(BpfMap map) {
    return Optional.ofNullable(rules.maps().get(map.type().id())).flatMap(MapKind::addressSpace);
  }

  /// The address space that the program uses.
  Optional<Region.Space> space() {
    return space;
  }

  /// What address spaces of maps are called.
  List<String> spaces() {
    return rules.maps().values().stream()
        .flatMap(kind -> kind.addressSpace().stream())
        .map(MapKind.AddressSpace::name)
        .toList();
  }

  /// Whether the program is of one of the kinds, by name; a kind may be narrowed to how and to what
  /// its programs are attached, `tracing:trace_iter:tcp`.
  boolean isOneOf(Collection<String> kinds) {
    if (kinds.contains(kind.name()) || kinds.contains(program.type().name())) {
      return true;
    }
    var attached = kind.name() + ":" + program.type().attachType();
    return kinds.contains(attached) || kinds.contains(attached + ":" + program.type().attachName());
  }

  /// The helper with that number, as programs of this kind have it, or as others do; null if nobody
  /// has it.
  @Nullable FunctionPlan helper(int id) {
    var plan = rules.helpers().get(id);
    for (var variant : rules.variants().getOrDefault(id, List.of())) {
      if (isOneOf(variant.programKinds())) {
        return variant;
      }
    }
    return plan;
  }

  /// What a call calls, or null for what no family has.
  @Nullable FunctionPlan plan(Instruction.Call call) {
    return switch (call) {
      case Instruction.HelperCall helper -> helper(helper.id());
      case Instruction.KfuncCall kfunc -> rules.kernelFunctions().get(kfunc.name());
      case Instruction.SubprogramCall s -> null;
      case Instruction.PoisonedCall p -> null;
    };
  }

  /// What the map's values are, if they are objects of the host's.
  Optional<MapKind.Held> held(BpfMap map) {
    return Optional.ofNullable(rules.maps().get(map.type().id()))
        .flatMap(MapKind::holds)
        .filter(held -> rules.views().containsKey(held.view()));
  }

  /// The types of the host, if they are known.
  Optional<Btf> hostTypes() {
    if (!hostTypesAsked) {
      hostTypesAsked = true;
      hostTypes = layouts.host().types();
    }
    return hostTypes;
  }

  /// Whether the answer depends on the types of the host.
  boolean askedHost() {
    return hostTypesAsked;
  }

  /// Rejects, unless the rule is switched off.
  void reject(Rejection rejection) {
    if (!rules.isOff(rejection.rule())) {
      throw rejection;
    }
  }

  /// Does a check; what it rejects by a rule that is switched off is let through.
  void attempt(Runnable check) {
    try {
      check.run();
    } catch (Rejection rejection) {
      reject(rejection);
    }
  }

  /// An id that was never used in this verification, from 1.
  int nextId() {
    return ++ids;
  }

  /// The program accesses the context's first `end` bytes.
  void reachContext(int end) {
    contextReach = Math.max(contextReach, end);
  }

  /// On some path nobody vouches for what the load there reads.
  void probe(int slot) {
    probes.set(slot);
  }

  /// Loads that give 0 where there is nothing to be read.
  BitSet probes() {
    return probes;
  }

  /// How many bytes of context the program accesses at most.
  int contextReach() {
    return contextReach;
  }

  /// Starts counting ids again: each entry is verified on its own.
  void resetIds() {
    ids = 0;
  }

  /// Whether the program may sleep there; callbacks that run later may if their function says so.
  boolean isSleepable(State state) {
    for (int f = state.depth() - 1; f >= 0; f--) {
      var callback = state.frame(f).callback();
      if (callback != null && callback.invocation().repetition() == Invocation.Repetition.LATER) {
        return callback.invocation().mayCallSleeping();
      }
    }
    return kind.sleepable() || program.type().sleepable();
  }

  /// Stands for whichever map has values of that type.
  BpfMap someMap(int typeId, TypeView type) {
    return someMaps.computeIfAbsent(
        typeId,
        id ->
            new BpfMap(
                new BpfMap.Definition(
                    type.name(),
                    "",
                    MapType.ARRAY,
                    4,
                    (int) type.size(),
                    1,
                    0,
                    0,
                    id,
                    0,
                    false,
                    Optional.empty(),
                    List.of())));
  }

  /// What tells the thing apart that the pointer points to: the pointer's id, or a number below 0
  /// of the map for values that are there all along; 0 if there is nothing to tell apart.
  int identityOf(Pointer pointer) {
    if (pointer.id() != 0 || !(pointer.region() instanceof Region.MapValue value)) {
      return pointer.id();
    }
    return constantIdentities.computeIfAbsent(value.map(), map -> -1 - constantIdentities.size());
  }

  /// A pointer with more qualifiers, and with those that come with them.
  Pointer qualified(Pointer pointer, List<Qualifier> qualifiers) {
    var changed = pointer.alsoQualified(qualifiers);
    for (var also : rules.alsoQualified()) {
      if (qualifiers.contains(also.given())
          && CallSite.typeOf(pointer).flatMap(t -> t.field(also.present())).isPresent()) {
        changed = changed.alsoQualified(List.of(also.also()));
      }
    }
    return changed;
  }

  /// Which members are locked inside of which, anywhere in the program.
  LockOrder lockOrder() {
    return lockOrder;
  }

  /// Of which subjects a condition speaks, those that they are told by included.
  List<Subject> mentioned(Condition condition) {
    return mentioned.computeIfAbsent(condition, one -> chains(Mentions.of(condition)));
  }

  /// Of which subjects an effect speaks, those that they are told by included.
  List<Subject> mentioned(Effect effect) {
    return mentioned.computeIfAbsent(effect, one -> chains(Mentions.of(effect)));
  }

  /// Whether the effect speaks of what the call returns.
  boolean mentionsResult(Effect effect) {
    return mentioned(effect).stream().anyMatch(Subject.Returned.class::isInstance);
  }

  private static List<Subject> chains(List<Subject> subjects) {
    return subjects.stream().flatMap(one -> Mentions.chain(one).stream()).distinct().toList();
  }

  /// Remembers what is called where, for whoever runs the program.
  void resolved(int slot, FunctionPlan plan) {
    calls.put(slot, plan);
  }

  Map<Integer, FunctionPlan> calls() {
    return calls;
  }
}
