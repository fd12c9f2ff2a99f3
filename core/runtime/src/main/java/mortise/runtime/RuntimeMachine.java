package mortise.runtime;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import mortise.runtime.memory.AddressSpace;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.Atomics;
import mortise.runtime.memory.PlainType;
import mortise.runtime.memory.Site;
import mortise.spi.TypeView;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// The machine of one instance. All CPUs share it; which one is asking it knows from the thread.
final class RuntimeMachine implements Machine {
  // Numbers of regions that no allocation gets, so that addresses of functions point nowhere.
  private static final long FUNCTIONS = 0x7fff_fffe_0000_0000L;
  private static final int PROGRAM_SHIFT = 24;
  private static final ScopedValue<Cpu> CPU = ScopedValue.newInstance();
  private static final int SPINS = 200;
  private static final long LONGEST_PARK = 100_000;

  final AddressSpace space;
  final Atomics atomics;
  final Limits limits;
  private final LongFunction<Optional<TypeView>> localTypes;
  private final IdentityHashMap<MapInstance, Long> handles = new IdentityHashMap<>();
  private volatile boolean starting = true;
  private volatile boolean closing;

  RuntimeMachine(Limits limits, LongFunction<Optional<TypeView>> localTypes) {
    this.limits = limits;
    this.localTypes = localTypes;
    space = new AddressSpace(limits.memory());
    atomics = new Atomics(space);
  }

  /// From now on lack of memory is the programs' to deal with.
  void started() {
    starting = false;
  }

  /// Ends all runs at the next opportunity.
  void stop() {
    closing = true;
  }

  /// The CPU that the current thread is; null outside of runs on this machine.
  @Nullable Cpu current() {
    if (!CPU.isBound()) {
      return null;
    }
    var cpu = CPU.get();
    return cpu.machine.equals(this) ? cpu : null;
  }

  /// Does something as a CPU.
  <T> T as(Cpu cpu, Supplier<T> action) {
    return ScopedValue.where(CPU, cpu).call(action::get);
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
    return atomics.loadAcquire(address, size);
  }

  @Override
  public void store(long address, int size, long value) {
    atomics.storeRelease(address, size, value);
  }

  @Override
  public void copy(long from, long to, long size) {
    space.copy(from, to, size);
  }

  @Override
  public void fill(long address, long size, byte value) {
    space.fill(address, size, value);
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    return atomics.compareAndExchange(address, size, expected, value);
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    return atomics.getAndAdd(address, size, delta);
  }

  @Override
  public long exchange(long address, int size, long value) {
    return atomics.exchange(address, size, value);
  }

  @Override
  public long allocate(TypeView type) {
    var allocation = allocateObject(type);
    if (allocation == null) {
      return 0;
    }
    long start = allocation.start();
    initialise(start, type);
    return start;
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
    var allocation = allocateObject(new PlainType(what, size));
    return allocation == null ? 0 : allocation.start();
  }

  private @Nullable Allocation allocateObject(TypeView type) {
    var cpu = current();
    var site = cpu == null ? Site.MACHINE : cpu.site();
    var allocation = space.allocate(type.size(), type, Allocation.Kind.OBJECT, site, null);
    if (allocation == null && starting) {
      throw shortage(type);
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
      throw shortage(type);
    }
    return allocation;
  }

  private NotRunnableException shortage(TypeView type) {
    return new NotRunnableException(
        "%d bytes for '%s' exceed the machine's limit of %d bytes of memory (%d are in use)"
            .formatted(type.size(), type.name(), space.limit(), space.used()));
  }

  @Override
  public void free(long object) {
    var allocation = space.condemn(object, Allocation.Kind.OBJECT);
    destroy(object, allocation.type());
    var cpu = current();
    space.release(allocation, cpu == null ? Site.MACHINE : cpu.site());
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
  public TypeView localType(long id) {
    return localTypes
        .apply(id)
        .orElseThrow(() -> new MemoryFault(id, "the program has no struct with BTF id " + id));
  }

  @Override
  public MapInstance map(long address) {
    var allocation = space.atOrNull(address);
    if (allocation != null
        && allocation.start() == address
        && allocation.payload() instanceof MapInstance map) {
      return map;
    }
    throw new MemoryFault(address, "there is no map at address 0x" + Long.toHexString(address));
  }

  @Override
  public long addressOf(MapInstance map) {
    synchronized (handles) {
      var known = handles.get(map);
      if (known != null) {
        return known;
      }
      var type = new PlainType("map " + map.spec().name(), 0);
      var handle = space.allocate(0, type, Allocation.Kind.MACHINE, Site.MACHINE, map);
      if (handle == null) {
        throw shortage(type);
      }
      handles.put(map, handle.start());
      return handle.start();
    }
  }

  /// The address that stands for the subprogram at `slot` of program number `program`.
  static long functionAddress(int program, int slot) {
    return FUNCTIONS | (long) program << PROGRAM_SHIFT | slot;
  }

  /// The slot that a function's address stands for.
  ///
  /// @throws MemoryFault if it is the address of no function of that program
  static int functionSlot(Code code, long address) {
    if (!isFunction(code, address)) {
      throw new MemoryFault(
          address, "0x%x is no function of '%s'".formatted(address, code.program.name()));
    }
    return slotOf(address);
  }

  static boolean isFunction(Code code, long address) {
    int slot = slotOf(address);
    return functionAddress(code.number, slot) == address && slot < code.words.length - 1;
  }

  private static int slotOf(long address) {
    return (int) address & (1 << PROGRAM_SHIFT) - 1;
  }
}
