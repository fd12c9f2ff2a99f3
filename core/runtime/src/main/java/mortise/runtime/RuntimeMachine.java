package mortise.runtime;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mortise.runtime.ghost.GhostHeap;
import mortise.runtime.ghost.GhostRun;
import mortise.runtime.memory.AddressSpace;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.Atomics;
import mortise.runtime.memory.PlainType;
import mortise.runtime.memory.Site;
import mortise.spi.EventKind;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Alarm;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// The machine of one instance. All CPUs share it; which one is asking it knows from the thread.
///
/// What [WatchedMachine] does beside, this one does not: it costs nothing where nobody watches.
class RuntimeMachine implements Machine {
  private static final byte GARBAGE = (byte) 0xa5;
  private static final ScopedValue<Current> CPU = ScopedValue.newInstance();
  private static final Current NOBODY = new Current(null);
  private static final int SPINS = 200;
  private static final long LONGEST_PARK = 100_000;

  final AddressSpace space;
  final Atomics atomics;
  final Limits limits;
  final Aftermath aftermath = new Aftermath(this);
  private final LongFunction<Optional<TypeView>> localTypes;
  private final MapHandles handles;
  private final Map<EventKind, Listeners> listeners;
  private final IdentityHashMap<TypeView, Boolean> valueTypes = new IdentityHashMap<>();
  private final ConcurrentHashMap<Class<?>, Object> kept = new ConcurrentHashMap<>();
  private final HostLayout host;
  private final AtomicLong cpus = new AtomicLong();
  private volatile boolean starting = true;
  private volatile boolean released;
  private volatile boolean closing;

  RuntimeMachine(InstanceSpec spec) {
    limits = spec.limits();
    host = new HostLayout(spec.host());
    localTypes = spec.localTypes();
    listeners = spec.listeners();
    for (var map : spec.maps()) {
      valueTypes.put(map.value(), true);
    }
    space = new AddressSpace(limits.memory());
    handles = new MapHandles(space);
    atomics = new Atomics(space);
  }

  private final Waiting waiting = new Waiting();

  // Whom to tell what functions touch; null while no run has a scheduler.
  private @Nullable Scheduler scheduler;

  /// From now on the scheduler is told what functions touch that run under one.
  void tell(Scheduler value) {
    scheduler = value;
  }

  private void touched(long address, long size, boolean write) {
    if (scheduler != null) {
      report(address, size, write);
    }
  }

  private void report(long address, long size, boolean write) {
    var cpu = current();
    if (cpu == null || !cpu.isOwnStack(address)) {
      tell((s, number) -> s.touched(number, address, size, write));
    }
  }

  /// A function is about to access memory, or what is as good as memory; before that, another CPU
  /// may go on.
  void reaching(long address) {
    if (scheduler == null) {
      return;
    }
    var cpu = current();
    if (cpu != null && cpu.slot >= 0 && !cpu.isOwnStack(address)) {
      cpu.execution.scheduler().ifPresent(s -> cpu.guarded(() -> s.reaching(cpu.execution.cpu())));
    }
  }

  /// Who decides when a CPU may go on, if anybody does.
  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  void tell(BiConsumer<Scheduler, Integer> what) {
    var known = scheduler;
    if (known == null) {
      return;
    }
    var cpu = current();
    if (cpu == null) {
      what.accept(known, -1);
    } else {
      cpu.execution.scheduler().ifPresent(s -> what.accept(s, cpu.execution.cpu()));
    }
  }

  long newCpu() {
    return cpus.incrementAndGet();
  }

  @Override
  public long run() {
    var cpu = current();
    return cpu == null ? 0 : cpu.number;
  }

  @Override
  public int cpu() {
    var cpu = current();
    return cpu == null ? 0 : cpu.execution.cpu();
  }

  @Override
  public long nanoseconds() {
    var cpu = scheduled();
    return cpu == null ? System.nanoTime() : cpu.ticks();
  }

  @Override
  public long random() {
    var cpu = scheduled();
    return cpu == null
        ? ThreadLocalRandom.current().nextLong()
        : new SplittableRandom(((long) cpu.execution.cpu() << 32) | cpu.ticks()).nextLong();
  }

  private @Nullable Cpu scheduled() {
    var cpu = current();
    return cpu == null || cpu.execution.scheduler().isEmpty() ? null : cpu;
  }

  /// Which CPU the thread is; null for none.
  private record Current(@Nullable Cpu cpu) {}

  /// From now on lack of memory is the programs' to deal with.
  void started() {
    starting = false;
  }

  /// Ends all runs at the next opportunity.
  void stop() {
    closing = true;
  }

  /// No runs are left; callbacks may run.
  void stopped() {
    closing = false;
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

  /// The CPU that the current thread is; null outside of runs on this machine.
  @Nullable Cpu current() {
    if (!CPU.isBound()) {
      return null;
    }
    var cpu = CPU.get().cpu();
    return cpu != null && cpu.machine.equals(this) ? cpu : null;
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

  /// Does something as a CPU.
  <T> T as(Cpu cpu, Supplier<T> action) {
    return ScopedValue.where(CPU, new Current(cpu)).call(action::get);
  }

  /// Ends the run if somebody wants it to end.
  void poll() {
    if (closing) {
      throw new RunInterrupted("the instance is being closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new RunInterrupted("the thread was interrupted");
    }
  }

  // Runtime halves build locks and lists with these, so neither the compiler nor the processor may
  // move them across each other.
  @Override
  public long load(long address, int size) {
    reaching(address);
    touched(address, size, false);
    return atomics.loadAcquire(address, size);
  }

  @Override
  public void store(long address, int size, long value) {
    reaching(address);
    touched(address, size, true);
    atomics.storeRelease(address, size, value);
  }

  @Override
  public void copy(long from, long to, long size) {
    reaching(from);
    touched(from, size, false);
    touched(to, size, true);
    space.copy(from, to, size);
  }

  @Override
  public void fill(long address, long size, byte value) {
    reaching(address);
    touched(address, size, true);
    space.fill(address, size, value);
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    reaching(address);
    long was = atomics.compareAndExchange(address, size, expected, value);
    touched(address, size, was == (size == 4 ? expected & 0xffff_ffffL : expected));
    return was;
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    reaching(address);
    touched(address, size, true);
    return atomics.getAndAdd(address, size, delta);
  }

  @Override
  public long exchange(long address, int size, long value) {
    reaching(address);
    touched(address, size, true);
    return atomics.exchange(address, size, value);
  }

  @Override
  public long allocate(TypeView type) {
    var allocation = allocateObject(type, Birth.INITIALISED, null);
    if (allocation == null) {
      return 0;
    }
    long start = allocation.start();
    initialise(start, type);
    return start;
  }

  /// What is known of new memory.
  enum Birth {
    /// Its special fields are initialised, the rest is zeros that nobody should rely on.
    INITIALISED,
    ZEROED,
    /// Nothing.
    RAW
  }

  @Override
  public long allocateRaw(TypeView type, Runnable back) {
    var allocation = allocateObject(type, Birth.RAW, back);
    if (allocation == null) {
      return 0;
    }
    // The same in every run, so that schedules can be repeated, and no good to anybody.
    space.fill(allocation.start(), type.size(), GARBAGE);
    return allocation.start();
  }

  /// Initialises the special fields of a new value of the type.
  void initialise(long start, TypeView type) {
    for (var field : type.fields()) {
      field.kind().lifecycle().initialise(this, start + field.offset(), field);
    }
  }

  /// Destroys the special fields of a value of the type.
  void destroy(long start, TypeView type) {
    for (var field : type.fields()) {
      field.kind().lifecycle().destroy(this, start + field.offset(), field);
    }
  }

  @Override
  public long allocate(long size, String what) {
    var allocation = allocateObject(new PlainType(what, size), Birth.ZEROED, null);
    return allocation == null ? 0 : allocation.start();
  }

  /// @param back called once it is given back; null for nobody
  @Nullable Allocation allocateObject(TypeView type, Birth birth, @Nullable Runnable back) {
    var cpu = current();
    var site = cpu == null ? Site.MACHINE : cpu.site();
    var allocation = space.allocate(type.size(), type, Allocation.Kind.OBJECT, site, back);
    if (allocation == null && starting) {
      throw shortage(space, type);
    }
    if (allocation != null && cpu != null && cpu.owned != null) {
      cpu.owned.add(allocation.start());
    }
    return allocation;
  }

  /// Memory that the machine itself cannot do without.
  ///
  /// @throws NotRunnableException if there is none
  Allocation reserve(TypeView type, Allocation.Kind kind, Site site) {
    var allocation = space.allocate(type.size(), type, kind, site, null);
    if (allocation == null) {
      throw shortage(space, type);
    }
    return allocation;
  }

  static NotRunnableException shortage(AddressSpace space, TypeView type) {
    return new NotRunnableException(
        "%d bytes for '%s' exceed the machine's limit of %d bytes of memory (%d are in use)"
            .formatted(type.size(), type.name(), space.limit(), space.used()));
  }

  @Override
  public void free(long object) {
    var allocation = condemn(object);
    destroy(object, allocation.type());
    giveBack(allocation);
  }

  @Override
  public void release(long object) {
    giveBack(condemn(object));
  }

  private Allocation condemn(long object) {
    reaching(object);
    tell((s, cpu) -> s.freed(cpu, object));
    return space.condemn(object, Allocation.Kind.OBJECT);
  }

  void giveBack(Allocation allocation) {
    var cpu = current();
    space.release(allocation, cpu == null ? Site.MACHINE : cpu.site());
    if (allocation.payload() instanceof Runnable back) {
      back.run();
    }
  }

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
  public void renew(long object) {
    var type = space.at(object).type();
    destroy(object, type);
    initialise(object, type);
  }

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

  /// Does something as nobody's run.
  void outside(Runnable action) {
    if (current() == null) {
      action.run();
    } else {
      ScopedValue.where(CPU, NOBODY).run(action);
    }
  }

  /// Frees what [#reserve] gave.
  void unreserve(long start) {
    space.release(space.condemn(start, Allocation.Kind.MACHINE), Site.MACHINE);
  }

  /// A little memory for the machine's own use, whatever programs have used up.
  long scratch(String what, long size) {
    return reserve(new PlainType(what, size), Allocation.Kind.SCRATCH, Site.MACHINE).start();
  }

  /// Frees what [#scratch] gave.
  void discard(long start) {
    space.release(space.condemn(start, Allocation.Kind.SCRATCH), Site.MACHINE);
  }

  @Override
  public Place place(long address) {
    touched(address, 0, false);
    var allocation = space.at(address);
    return new Place(allocation.start(), allocation.type());
  }

  @Override
  public void await(BooleanSupplier condition, String what) {
    var cpu = current();
    var scheduler = cpu == null ? null : cpu.execution.scheduler().orElse(null);
    if (cpu != null && scheduler != null) {
      cpu.await(scheduler, condition, what);
      return;
    }
    long pause = 0;
    for (long i = 0; !condition.getAsBoolean(); i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      poll();
      pause = Math.min(LONGEST_PARK, pause + 1_000);
      LockSupport.parkNanos(this, pause);
    }
  }

  @Override
  public int await(BooleanSupplier condition, LongSupplier holder, String what) {
    long run = run();
    if (run == 0) {
      await(condition, what);
      return 0;
    }
    waiting.wait(run, holder);
    try {
      while (true) {
        if (condition.getAsBoolean()) {
          return 0;
        }
        int circle = waiting.circle(run);
        if (circle > 0) {
          return circle;
        }
        await(() -> condition.getAsBoolean() || waiting.circle(run) > 0, what);
      }
    } finally {
      waiting.goOn(run);
    }
  }

  @Override
  public long keep(String name, long value) {
    var cpu = current();
    if (cpu == null) {
      throw new IllegalStateException("no run keeps numbers");
    }
    return cpu.keep(name, value);
  }

  /// A run was ended from within a function that it called.
  void unwound(Cpu cpu) {}

  @Override
  public long keep(TypeView type) {
    return reserveKept(type).start();
  }

  /// An object of the machine's own, which programs may hold for a while.
  Allocation reserveKept(TypeView type) {
    return reserve(type, Allocation.Kind.MACHINE, Site.MACHINE);
  }

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
