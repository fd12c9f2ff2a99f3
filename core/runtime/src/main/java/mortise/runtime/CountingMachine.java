package mortise.runtime;

/// A machine that counts the atomic operations of each run.
final class CountingMachine extends RuntimeMachine {
  CountingMachine(InstanceSpec spec) {
    super(spec);
  }

  private void count() {
    var cpu = current();
    if (cpu != null) {
      cpu.atomics++;
    }
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    count();
    return super.compareAndExchange(address, size, expected, value);
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    count();
    return super.getAndAdd(address, size, delta);
  }

  @Override
  public long exchange(long address, int size, long value) {
    count();
    return super.exchange(address, size, value);
  }
}
