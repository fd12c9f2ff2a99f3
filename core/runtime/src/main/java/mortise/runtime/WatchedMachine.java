package mortise.runtime;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import mortise.runtime.ghost.GhostHeap;
import mortise.runtime.ghost.GhostRun;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.Site;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import org.jspecify.annotations.Nullable;

/// A machine that tells a ghost heap of all that happens.
final class WatchedMachine extends RuntimeMachine {
  private final GhostHeap ghost;
  private final Standstill standstill = new Standstill();

  WatchedMachine(InstanceSpec spec, Watching watching) {
    super(spec);
    ghost = new GhostHeap(atomics::loadAcquire, watching, spec.sights(), this::ghostRun);
  }

  private Optional<GhostRun> ghostRun() {
    var cpu = current();
    return cpu == null ? Optional.empty() : Optional.ofNullable(cpu.ghost);
  }

  @Override
  @Nullable GhostRun watch(Execution execution, Code code) {
    return ghost.begin(
        execution.cpu(), execution.program().name(), execution.program().sleepable(), code::place);
  }

  @Override
  void frame(long stack) {
    ghost.frame(stack);
  }

  @Override
  void called(GhostRun run, BoundCall callee, long[] registers) {
    ghost.called(run, callee.name(), callee.meaning(), registers);
  }

  @Override
  void returned(GhostRun run, long result) {
    ghost.returned(run, result);
  }

  @Override
  void invoking(GhostRun run, long[] arguments) {
    ghost.invoking(run, arguments);
  }

  @Override
  void invoked(GhostRun run) {
    ghost.invoked(run);
  }

  @Override
  void accessing(Cpu cpu, long address, int size, boolean write) {
    if (cpu.ghost != null) {
      ghost.accessing(cpu.ghost, address, size, write);
    }
  }

  @Override
  void loaded(GhostRun run, long value) {
    ghost.loaded(run, value);
  }

  @Override
  void finished(Cpu cpu) {
    if (cpu.ghost != null) {
      ghost.finished(cpu.ghost);
    }
  }

  @Override
  void unwound(Cpu cpu) {
    if (cpu.ghost != null) {
      ghost.unwound(cpu.ghost);
    }
  }

  @Override
  void aborted(Cpu cpu) {
    if (cpu.ghost != null) {
      ghost.aborted(cpu.ghost);
    }
  }

  @Override
  RuntimeException judged(Cpu cpu, RunFault fault) {
    if (fault.kind() != RunFault.Kind.MEMORY) {
      return fault;
    }
    return ghost.fault(fault).<RuntimeException>map(v -> v).orElse(fault);
  }

  @Override
  Optional<GhostHeap> ghost() {
    return Optional.of(ghost);
  }

  /// Unless a scheduler looks after it: where all wait, nobody goes on.
  @Override
  public void await(BooleanSupplier condition, String what) {
    var cpu = current();
    if (cpu != null && cpu.execution.scheduler().isPresent()) {
      super.await(condition, what);
      return;
    }
    var waiter = standstill.begin();
    try {
      super.await(() -> look(condition, waiter, what), what);
    } finally {
      standstill.end(waiter);
    }
  }

  private boolean look(BooleanSupplier condition, Standstill.Waiter waiter, String what) {
    long turn = standstill.turn();
    if (condition.getAsBoolean()) {
      return true;
    }
    if (standstill.isForEver(waiter, turn)) {
      throw ghost.deadlock(ghostRun(), what);
    }
    return false;
  }

  @Override
  public long nanoseconds() {
    standstill.moved();
    return super.nanoseconds();
  }

  @Override
  void entered() {
    standstill.enter();
  }

  @Override
  void left() {
    standstill.leave();
  }

  @Override
  public long load(long address, int size) {
    reaching(address);
    ghost.read(ghostRun(), address, size);
    return super.load(address, size);
  }

  @Override
  public void store(long address, int size, long value) {
    reaching(address);
    ghost.exchange(
        ghostRun(),
        address,
        value,
        was -> true,
        () -> {
          long was = size == 8 ? atomics.loadAcquire(address, size) : 0;
          super.store(address, size, value);
          return was;
        });
    ghost.wrote(address, size);
  }

  @Override
  public void copy(long from, long to, long size) {
    reaching(from);
    ghost.read(ghostRun(), from, size);
    super.copy(from, to, size);
    ghost.wrote(to, size);
  }

  @Override
  public void fill(long address, long size, byte value) {
    reaching(address);
    super.fill(address, size, value);
    ghost.wrote(address, size);
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    reaching(address);
    return ghost.exchange(
        ghostRun(),
        address,
        value,
        was -> was == expected,
        () -> super.compareAndExchange(address, size, expected, value));
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    reaching(address);
    return ghost.exchange(
        ghostRun(), address, 0, was -> true, () -> super.getAndAdd(address, size, delta));
  }

  @Override
  public long exchange(long address, int size, long value) {
    reaching(address);
    return ghost.exchange(
        ghostRun(), address, value, was -> true, () -> super.exchange(address, size, value));
  }

  @Override
  @Nullable Allocation allocateObject(TypeView type, Birth birth, @Nullable Runnable back) {
    var allocation = super.allocateObject(type, birth, back);
    if (allocation != null) {
      long start = allocation.start();
      ghost.allocated(start, allocation.size(), type, true, birth == Birth.ZEROED, ghostRun());
      if (birth == Birth.RAW) {
        ghost.raw(start);
      }
    }
    return allocation;
  }

  @Override
  Allocation reserveKept(TypeView type) {
    var allocation = super.reserveKept(type);
    ghost.allocated(allocation.start(), allocation.size(), type, true, true, ghostRun());
    ghost.kept(allocation.start());
    return allocation;
  }

  @Override
  Allocation reserve(TypeView type, Allocation.Kind kind, Site site) {
    var allocation = super.reserve(type, kind, site);
    ghost.allocated(allocation.start(), allocation.size(), type, false, true, ghostRun());
    return allocation;
  }

  @Override
  public void free(long object) {
    reaching(object);
    ghost.freeing(object, ghostRun());
    super.free(object);
  }

  @Override
  public void release(long object) {
    reaching(object);
    ghost.releasing(object, ghostRun());
    super.release(object);
  }

  @Override
  void giveBack(Allocation allocation) {
    ghost.freed(allocation.start(), ghostRun());
    super.giveBack(allocation);
  }

  @Override
  void handed(long[] arguments) {
    ghost.handed(arguments);
  }

  @Override
  void received(Cpu cpu, long[] arguments) {
    if (cpu.ghost != null) {
      ghost.received(cpu.ghost, arguments);
    }
  }

  @Override
  void emptyField(long start, SpecialField field) {
    ghost.emptyingField(start + field.offset());
    super.emptyField(start, field);
    ghost.emptiedField(start + field.offset());
  }

  @Override
  void unreserve(long start) {
    super.unreserve(start);
    ghost.forgotten(start);
  }

  @Override
  void discard(long start) {
    super.discard(start);
    ghost.forgotten(start);
  }

  @Override
  void destroy(long start, TypeView type) {
    ghost.emptying(start, ghostRun());
    super.destroy(start, type);
    ghost.emptied(start);
  }
}
