package mortise.runtime.memory;

import mortise.spi.TypeView;
import org.jspecify.annotations.Nullable;

/// What is known of one allocation, also for some time after it was freed.
public final class Allocation {
  /// Who may free it.
  public enum Kind {
    /// A program or a runtime half.
    OBJECT,
    /// The machine only: globals, handles of maps.
    MACHINE,
    /// The machine only, and not reckoned among what is limited, so that programs that use up all
    /// memory can still be run and looked at: stacks, arguments of embedders.
    SCRATCH
  }

  enum State {
    LIVE,
    /// Its special fields are being destroyed.
    DYING,
    FREED
  }

  final long start;
  final long size;
  final long nativeAddress;
  final Kind kind;
  private final TypeView type;
  private final Site allocated;
  private final @Nullable Object payload;
  // Guarded by the address space's lock for writing.
  volatile State state = State.LIVE;
  volatile Site freed = Site.MACHINE;
  volatile boolean writable = true;
  private volatile boolean published;
  volatile @Nullable ContextShadow shadow;

  Allocation(
      long start,
      long size,
      long nativeAddress,
      Kind kind,
      TypeView type,
      Site allocated,
      @Nullable Object payload) {
    this.start = start;
    this.size = size;
    this.nativeAddress = nativeAddress;
    this.kind = kind;
    this.type = type;
    this.allocated = allocated;
    this.payload = payload;
  }

  /// The address of its first byte.
  public long start() {
    return start;
  }

  /// In bytes.
  public long size() {
    return size;
  }

  public TypeView type() {
    return type;
  }

  /// Where it was allocated.
  public Site allocated() {
    return allocated;
  }

  public Kind kind() {
    return kind;
  }

  /// From now on readers that nobody counts may look at it.
  public void publish() {
    published = true;
  }

  public boolean isPublished() {
    return published;
  }

  /// What a handle stands for; null for memory.
  public @Nullable Object payload() {
    return payload;
  }

  @Override
  public String toString() {
    return "'%s' (%d bytes, allocated by %s)".formatted(type.name(), size, allocated);
  }
}
