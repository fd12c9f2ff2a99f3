package mortise.runtime;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import mortise.runtime.ghost.GhostHeap;
import mortise.runtime.ghost.GhostRun;
import mortise.runtime.memory.Allocation;
import mortise.spi.EventKind;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Alarm;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// The machine of one instance. All CPUs share it; which one is asking it knows from the thread.
///
/// What [WatchedMachine] does beside, this one does not: it costs nothing where nobody watches.
class RuntimeMachine extends MemoryMachine {
  final Limits limits;
  final Aftermath aftermath = new Aftermath(this);
  private final LongFunction<Optional<TypeView>> localTypes;
  private final MapHandles handles;
  private final Map<EventKind, Listeners> listeners;
  private final IdentityHashMap<TypeView, Boolean> valueTypes = new IdentityHashMap<>();
  private final ConcurrentHashMap<Class<?>, Object> kept = new ConcurrentHashMap<>();
  private final HostLayout host;
  private volatile boolean released;

  RuntimeMachine(InstanceSpec spec) {
    super(spec.limits().memory());
    limits = spec.limits();
    host = new HostLayout(spec.host());
    localTypes = spec.localTypes();
    listeners = spec.listeners();
    for (var map : spec.maps()) {
      valueTypes.put(map.value(), true);
    }
    handles = new MapHandles(space);
  }

  /// From now on maps belong to the machine alone.
  void mapsReleased() {
    released = true;
  }

  @Override
  public boolean isReleased(long address) {
    if (!released) {
      return false;
    }
    var allocation = space.at(address);
    // Objects of a pool are of its map's value type, but nobody's values.
    return allocation.kind() == Allocation.Kind.MACHINE
        || (valueTypes.containsKey(allocation.type()) && allocation.payload() == null);
  }

  @Override
  public void before(EventKind event, long... subjects) {
    for (var listener : listeners.getOrDefault(event, Listeners.NONE).before()) {
      listener.on(this, subjects);
    }
  }

  @Override
  public void after(EventKind event, long... subjects) {
    for (var listener : listeners.getOrDefault(event, Listeners.NONE).after()) {
      listener.on(this, subjects);
    }
  }

  /// The account of a run that begins; null where nobody watches.
  @Nullable GhostRun watch(Execution execution, Code code) {
    return null;
  }

  /// A frame begins, with a stack that nobody wrote to.
  void frame(long stack) {}

  void called(GhostRun run, BoundCall callee, long[] registers) {}

  void returned(GhostRun run, long result) {}

  /// The call that the run is in calls back.
  void invoking(GhostRun run, long[] arguments) {}

  void invoked(GhostRun run) {}

  void accessing(Cpu cpu, long address, int size, boolean write) {}

  /// What the run wanted to know of its last load ([GhostRun#register]) has come.
  void loaded(GhostRun run, long value) {}

  /// The run is over, and properly.
  void finished(Cpu cpu) {}

  /// The run is over in some other way.
  void aborted(Cpu cpu) {}

  /// What a fault of a run means.
  RuntimeException judged(Cpu cpu, RunFault fault) {
    return fault;
  }

  Optional<GhostHeap> ghost() {
    return Optional.empty();
  }

  /// A thread is inside from now on: runs may wait for what it does.
  void entered() {}

  /// It no longer is.
  void left() {}

  @Override
  public void end(long object) {
    var type = place(object).type();
    boolean readers = space.at(object).isPublished();
    for (var field : type.fields()) {
      if (field.function().isPresent() && aftermath.endByProgram(object, field.function().get())) {
        return;
      }
      readers |= field.kind().lifecycle().hasReaders();
    }
    if (readers) {
      afterGracePeriod(() -> free(object), "end of " + type.name());
    } else {
      free(object);
    }
  }

  @Override
  public void published(long object) {
    space.at(object).publish();
  }

  /// Takes out of a map's value what ends when the map's users are gone: objects whose types name
  /// the subprograms that end them.
  void letGo(long start, TypeView type) {
    for (var field : type.fields()) {
      if (field.element().filter(RuntimeMachine::endsByProgram).isPresent()) {
        var guard = type.fields().stream().filter(f -> guards(f, field)).findFirst();
        guard.ifPresent(g -> g.kind().lifecycle().enter(this, start + g.offset(), g));
        emptyField(start, field);
        guard.ifPresent(g -> g.kind().lifecycle().leave(this, start + g.offset(), g));
      }
    }
  }

  private static boolean guards(SpecialField guard, SpecialField field) {
    return field.kind().guards().stream().anyMatch(kind -> guard.kind().is(kind));
  }

  static boolean endsByProgram(TypeView type) {
    return type.fields().stream().anyMatch(field -> field.function().isPresent());
  }

  void emptyField(long start, SpecialField field) {
    field.kind().lifecycle().destroy(this, start + field.offset(), field);
  }

  /// Objects are handed to a callback that comes later.
  void handed(long[] arguments) {}

  /// The callback is here.
  void received(Cpu cpu, long[] arguments) {}

  @Override
  public void afterGracePeriod(Runnable action, String what) {
    aftermath.defer(action, what);
  }

  @Override
  public void afterRuns(Runnable action, String what) {
    aftermath.deferAll(action, what);
  }

  @Override
  public void alarm(long callback, Alarm alarm, String what) {
    aftermath.alarm(callback, alarm, what);
  }

  @Override
  public void awaitGracePeriod(String what) {
    aftermath.await(what);
  }

  @Override
  public void enterReader() {
    aftermath.enterReader();
  }

  @Override
  public void leaveReader() {
    aftermath.leaveReader();
  }

  /// A run was ended from within a function that it called.
  void unwound(Cpu cpu) {}

  @Override
  public <T> T kept(Class<T> what, Supplier<T> fresh) {
    return what.cast(kept.computeIfAbsent(what, same -> fresh.get()));
  }

  @Override
  public OptionalLong hostSize(String struct) {
    return host.size(struct);
  }

  @Override
  public OptionalLong hostOffset(String struct, String member) {
    return host.offset(struct, member);
  }

  @Override
  public TypeView localType(long id) {
    return localTypes
        .apply(id)
        .orElseThrow(() -> new MemoryFault(id, "the program has no struct with BTF id " + id));
  }

  @Override
  public MapInstance map(long address) {
    var map = handles.at(address);
    tell((s, cpu) -> s.used(cpu, address));
    return map;
  }

  @Override
  public Optional<MapInstance> mapOf(long value) {
    return handles.holding(value);
  }

  @Override
  public long addressOf(MapInstance map) {
    return handles.of(map);
  }
}
