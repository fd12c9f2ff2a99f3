package mortise.runtime;

import mortise.runtime.memory.AddressSpace;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.Atomics;
import mortise.runtime.memory.PlainType;
import mortise.runtime.memory.Site;
import mortise.spi.TypeView;
import org.jspecify.annotations.Nullable;

/// The part of a machine that has memory: accesses to it, the objects in it, and what the machine
/// needs for itself.
abstract class MemoryMachine extends CpuMachine {
  private static final byte GARBAGE = (byte) 0xa5;

  final AddressSpace space;
  final Atomics atomics;
  private volatile boolean starting = true;

  /// @param limit how many bytes of memory there are
  MemoryMachine(long limit) {
    space = new AddressSpace(limit);
    atomics = new Atomics(space);
  }

  /// From now on lack of memory is the programs' to deal with.
  void started() {
    starting = false;
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
  public void renew(long object) {
    var type = space.at(object).type();
    destroy(object, type);
    initialise(object, type);
  }

  @Override
  public long keep(TypeView type) {
    return reserveKept(type).start();
  }

  /// An object of the machine's own, which programs may hold for a while.
  Allocation reserveKept(TypeView type) {
    return reserve(type, Allocation.Kind.MACHINE, Site.MACHINE);
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
}
