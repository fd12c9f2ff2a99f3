package mortise.spi.runtime;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mortise.spi.EventKind;
import mortise.spi.TypeView;

/// The machine that a program runs on, as a runtime half sees it: memory by address, objects, and
/// waiting. Addresses are 64-bit numbers that mean something in one machine only; 0 is null.
///
/// Every access is checked; one outside of what is allocated throws [MemoryFault], which ends the
/// run (and nothing else) and names program, instruction and address.
public interface Machine {
  /// Reads `size` (1, 2, 4 or 8) bytes, little endian, zero-extended.
  long load(long address, int size);

  void store(long address, int size, long value);

  /// Reads 8 bytes.
  default long load(long address) {
    return load(address, 8);
  }

  /// Writes 8 bytes.
  default void store(long address, long value) {
    store(address, 8, value);
  }

  void copy(long from, long to, long size);

  void fill(long address, long size, byte value);

  /// Atomic; `size` is 4 or 8 and the address aligned to it. Gives what was there.
  long compareAndExchange(long address, int size, long expected, long value);

  long getAndAdd(long address, int size, long delta);

  long exchange(long address, int size, long value);

  /// Memory for one object of `type`, its special fields initialised; 0 if there is none.
  long allocate(TypeView type);

  /// Memory of `size` bytes without special fields, zeroed; 0 if there is none.
  long allocate(long size, String what);

  /// Destroys the special fields of the object that starts at `object`, then gives its memory back.
  ///
  /// @throws MemoryFault if no object starts there
  void free(long object);

  /// Memory for one object of `type` as it comes: its special fields are not initialised, its bytes
  /// are anything but what one hopes for. For families whose programs construct fields themselves.
  default long allocateRaw(TypeView type) {
    return allocateRaw(type, () -> {});
  }

  /// As [#allocateRaw(TypeView)]; `back` is called once the memory is given back, by whomsoever.
  long allocateRaw(TypeView type, Runnable back);

  /// Gives the memory of the object that starts at `object` back and leaves its special fields
  /// alone: they were never constructed, or have been destructed.
  ///
  /// @throws MemoryFault if no object starts there
  void release(long object);

  /// One of those who held the object that starts at `object` holds it no longer. Where no field of
  /// it knows of others ([FieldLifecycle#isLast]), the object [ends][#end].
  default void drop(long object) {
    for (var field : place(object).type().fields()) {
      if (!field.kind().lifecycle().isLast(this, object + field.offset(), field)) {
        return;
      }
    }
    end(object);
  }

  /// Nobody holds the object that starts at `object` any more: it is [freed][#free], after a grace
  /// period where readers may look at it ([FieldLifecycle#hasReaders], [#published]). Where a tag
  /// of one of its fields names a subprogram, that ends the object instead; it gets it as R1.
  default void end(long object) {
    var type = place(object).type();
    if (type.fields().stream().anyMatch(field -> field.kind().lifecycle().hasReaders())) {
      afterGracePeriod(() -> free(object), "end of " + type.name());
    } else {
      free(object);
    }
  }

  /// From now on readers that nobody counts may look at the object that starts at `object`: it
  /// [ends][#end] only once those are gone that could have found it.
  default void published(long object) {}

  /// Whether the address lies in a value of a map that its users have let go: what is put there
  /// would stay until the machine is closed.
  default boolean isReleased(long address) {
    return false;
  }

  /// Tells those who listen [before][mortise.spi.Subscription#before] it that an event is about to
  /// happen.
  ///
  /// @param subjects the addresses (or numbers) that play the event's roles, in order
  default void before(EventKind event, long... subjects) {}

  /// Tells those who listen [after][mortise.spi.Subscription#after] it that an event has happened.
  default void after(EventKind event, long... subjects) {}

  /// As [#afterGracePeriod], once all runs that have begun by now are over, readers or not: what
  /// programs find without asking for a read section (map values) is there until then.
  default void afterRuns(Runnable action, String what) {
    afterGracePeriod(action, what);
  }

  /// Destroys the special fields of the object that starts at `object` and initialises them again:
  /// it stays, empty.
  default void renew(long object) {
    for (var field : place(object).type().fields()) {
      field.kind().lifecycle().destroy(this, object + field.offset(), field);
      field.kind().lifecycle().initialise(this, object + field.offset(), field);
    }
  }

  /// Does something once everybody who is a reader now has ceased to be one; at once where nobody
  /// is. Programs that cannot sleep are readers as long as they run. The action runs on no CPU, and
  /// at the latest when the machine is closed.
  ///
  /// @param what for whoever looks at what is waiting
  default void afterGracePeriod(Runnable action, String what) {
    action.run();
  }

  /// Waits until everybody who is a reader now has ceased to be one. Ends the run with an error if
  /// the run itself is a reader.
  default void awaitGracePeriod(String what) {}

  /// Calls a subprogram back, on its own and on the CPU of no run, once everybody who is a reader
  /// now has ceased to be one, if the alarm wants it then. What such a callback sets in its turn
  /// waits for the end of the next run, so that callbacks that keep setting themselves do not go on
  /// for ever; when the machine is closed it does not come at all.
  ///
  /// @param callback the address that some program passed for it
  /// @throws MemoryFault if it is the address of no subprogram
  default void alarm(long callback, Alarm alarm, String what) {
    throw new UnsupportedOperationException("callbacks after the call");
  }

  /// The run becomes a reader, or one more time.
  default void enterReader() {}

  /// The run is a reader one time less.
  default void leaveReader() {}

  /// What is at an address: the allocation that it lies in.
  ///
  /// @throws MemoryFault if it lies in none
  Place place(long address);

  /// Waits until the condition holds; the condition is asked again whenever memory may have
  /// changed. `what` is for whoever looks at a machine that waits for ever.
  void await(BooleanSupplier condition, String what);

  /// Waits until the condition holds and gives 0, or until waiting is found to be in vain: `holder`
  /// says which [run] has to go on first (0: none), and where the runs that wait so wait for each
  /// other in a circle, gives how many they are; 1 is the run itself.
  default int await(BooleanSupplier condition, LongSupplier holder, String what) {
    await(condition, what);
    return 0;
  }

  /// Keeps a number under a name for as long as the run goes on; gives the one before, at first 0.
  default long keep(String name, long value) {
    throw new UnsupportedOperationException("numbers of runs");
  }

  /// The struct of the running program's own BTF with that id.
  ///
  /// @throws MemoryFault if there is none: a verified program names none that does not exist
  TypeView localType(long id);

  /// Memory for an object of the machine's own, zeroed: it is there as long as the machine, and no
  /// program's to give back. What it has of special fields is for the caller to set.
  default long keep(TypeView type) {
    return allocateRaw(type);
  }

  /// What a family keeps for this machine, made when it is first asked for.
  default <T> T kept(Class<T> what, Supplier<T> fresh) {
    return fresh.get();
  }

  /// How large the host's struct of that name is, if its types are known.
  default java.util.OptionalLong hostSize(String struct) {
    return java.util.OptionalLong.empty();
  }

  /// Where in the host's struct the member is (`a` or `a.b`), if its types are known.
  default java.util.OptionalLong hostOffset(String struct, String member) {
    return java.util.OptionalLong.empty();
  }

  /// The map whose address a program passed.
  ///
  /// @throws MemoryFault if it is no map
  MapInstance map(long address);

  /// The address by which programs name the map.
  long addressOf(MapInstance map);

  /// The map that has the value which the address lies in; empty if none has it (any more).
  default Optional<MapInstance> mapOf(long value) {
    return Optional.empty();
  }

  /// The number of the CPU that the program runs on, from 0.
  default int cpu() {
    return 0;
  }

  /// A small positive number that no other run has while this one goes on; 0 outside of runs.
  default long run() {
    return 0;
  }

  /// What a clock says, in nanoseconds; one that can be repeated where a run must be.
  default long nanoseconds() {
    return System.nanoTime();
  }

  /// A random number; one that can be repeated where a run must be.
  default long random() {
    return ThreadLocalRandom.current().nextLong();
  }

  /// Where an address lies.
  ///
  /// @param start the address of the first byte of the allocation (of one map value, one object)
  /// @param type what it is; plain memory has a type without fields
  record Place(long start, TypeView type) {}
}
