package mortise.runtime;

import java.util.function.BooleanSupplier;

/// Has a run that is a step of somebody else's, and is not switched, tell what it touches.
record Aside(Scheduler to) implements Scheduler {
  private static final int NOBODY = -1;

  @Override
  public void before(int cpu, VisibleOperation operation) {
    if (operation.size() > 0) {
      boolean write = operation.kind() != VisibleOperation.Kind.LOAD;
      to.touched(NOBODY, operation.address(), operation.size(), write);
    }
  }

  @Override
  public void blocked(int cpu, BooleanSupplier condition, String what) {
    throw new IllegalStateException(
        "a callback after a grace period waits in %s for a CPU that is not running"
            .formatted(what));
  }

  @Override
  public void touched(int cpu, long address, long size, boolean write) {
    to.touched(NOBODY, address, size, write);
  }

  @Override
  public void freed(int cpu, long start) {
    to.freed(NOBODY, start);
  }

  @Override
  public void used(int cpu, long address) {
    to.used(NOBODY, address);
  }

  @Override
  public void readers(int cpu, boolean waits) {
    to.readers(NOBODY, waits);
  }

  @Override
  public boolean gracePeriodOver(int cpu, String what, Runnable action) {
    return to.gracePeriodOver(NOBODY, what, action);
  }
}
