package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.runtime.Watching;
import mortise.spi.FieldKind;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import org.jspecify.annotations.Nullable;

/// The ghost heap of one instance, as the machine tells it what happens. Every event is told on the
/// thread that causes it; `run` is empty outside of runs.
///
/// All of it is guarded by one lock, this object's.
public final class GhostHeap implements Ghost {
  private final Links.Words memory;
  private final Watching watching;
  private final Supplier<Optional<GhostRun>> here;
  private final Things things = new Things();
  private final Set<GhostRun> runs = new LinkedHashSet<>();
  private final Links links;
  private final Guards guards = new Guards(things, runs);
  private final Calls calls;
  private final Accesses accesses;
  private boolean closed;

  /// @param memory reads memory without telling anybody
  /// @param sights what may be looked at through pointer fields, by kind
  /// @param here the run on the current thread
  public GhostHeap(
      LoadWord memory,
      Watching watching,
      Map<FieldKind, Sight> sights,
      Supplier<Optional<GhostRun>> here) {
    this.memory = memory::load;
    this.watching = watching;
    this.here = here;
    links = new Links(this.memory, things);
    calls = new Calls(this, things, guards, links);
    accesses = new Accesses(this, things, guards, sights);
  }

  /// Reads a word of 1, 2, 4 or 8 bytes.
  @FunctionalInterface
  public interface LoadWord {
    long load(long address, int size);
  }

  Violation violation(String check, Optional<GhostRun> run, String problem) {
    closed = true;
    var spot = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    return new Violation(check, spot.program(), spot.slot(), spot.place(), problem);
  }

  /// The machine ended a run because of an access; empty where that is but an aftermath.
  public synchronized Optional<Violation> fault(RunFault fault) {
    if (closed) {
      return Optional.empty();
    }
    closed = true;
    var thing = things.near(fault.address());
    boolean stale = thing != null && thing.state == Thing.State.FREED;
    return Optional.of(
        new Violation(
            stale ? "use-after-free" : "outside-object",
            fault.program(),
            fault.slot(),
            fault.place(),
            fault.problem()));
  }

  // Runs.

  public GhostRun begin(int cpu, String program, IntFunction<String> place) {
    return begin(cpu, program, false, place);
  }

  /// A run of a program begins.
  public synchronized GhostRun begin(
      int cpu, String program, boolean sleepable, IntFunction<String> place) {
    var run = new GhostRun(cpu, program, sleepable, place);
    runs.add(run);
    return run;
  }

  /// What it is if somebody waits for something that can no longer come. It is told to everybody
  /// who does, also after another violation: to what else could they come back?
  public synchronized Violation deadlock(Optional<GhostRun> run, String what) {
    var who = run.isPresent() ? "the run" : "the machine itself";
    return violation("deadlock", run, "%s waits for ever in %s".formatted(who, what));
  }

  /// The run is over, and properly.
  ///
  /// @throws Violation if it owes something, or is inside something
  public synchronized void finished(GhostRun run) {
    if (!closed && !run.sections.isEmpty()) {
      var inside = run.sections.getLast();
      throw violation(
          "section-left-open",
          Optional.of(run),
          "the run ends inside %s, entered with %s"
              .formatted(inside.section(), at(inside.token())));
    }
    if (!closed) {
      for (var entry : run.owed.entrySet()) {
        var thing = entry.getKey();
        if (!thing.blurred) {
          throw violation(
              "leak",
              Optional.of(run),
              "the run ends and owes %d for %s, since %s%s"
                  .formatted(
                      entry.getValue().count, thing, entry.getValue().since, thing.history()));
        }
      }
    }
    var lefts = run.slots.values().stream().filter(GhostRun.Slot::kept).findFirst();
    if (!closed && lefts.isPresent()) {
      var left = lefts.get();
      throw violation(
          "leak",
          Optional.of(run),
          "the run ends and leaves an %s on its stack, made by %s"
              .formatted(left.kind(), left.made()));
    }
    aborted(run);
    if (!closed && runs.isEmpty()) {
      var claimed = links.claimed();
      if (claimed.isPresent()) {
        throw violation("claim-left", Optional.of(run), claimed.get());
      }
    }
  }

  /// The run leaves all its frames, and the functions that it is in: nothing is known of what those
  /// were at work on.
  public synchronized void unwound(GhostRun run) {
    run.calls.forEach(
        call -> {
          call.containers.forEach(container -> container.blurred = true);
          call.unmark();
        });
    run.calls.clear();
  }

  /// The run is over in some other way: nothing is known of what it was at work on.
  public synchronized void aborted(GhostRun run) {
    runs.remove(run);
    unwound(run);
    run.owed.forEach(
        (thing, debt) -> {
          thing.owed -= debt.count;
          thing.blurred = true;
        });
    run.owed.clear();
    run.sections.clear();
    run.sights.clear();
    run.looksOnly.clear();
    run.slots.clear();
  }

  public synchronized void called(
      GhostRun run, String function, Meaning meaning, long[] registers) {
    if (!closed) {
      calls.begin(run, new PendingCall(run, function, meaning, registers, things));
    }
  }

  public synchronized void returned(GhostRun run, long result) {
    if (!closed && !run.calls.isEmpty()) {
      calls.end(run, run.calls.peek(), result);
    }
  }

  /// The call that the run is in calls back.
  public synchronized void invoking(GhostRun run, long[] arguments) {
    if (!closed && !run.calls.isEmpty()) {
      calls.invoke(run, run.calls.peek(), arguments);
    }
  }

  /// The callback has returned.
  public synchronized void invoked(GhostRun run) {
    if (!closed && !run.calls.isEmpty()) {
      calls.invoked(run, run.calls.peek());
    }
  }

  /// Objects are handed to a callback that comes later.
  public synchronized void handed(long[] arguments) {
    for (long argument : arguments) {
      var thing = argument == 0 ? null : things.at(argument);
      if (thing != null && thing.tracked) {
        thing.elsewhere++;
      }
    }
  }

  /// The callback is there, and owes for what was handed to it.
  public synchronized void received(GhostRun run, long[] arguments) {
    for (long argument : arguments) {
      var thing = argument == 0 ? null : things.at(argument);
      if (thing != null && thing.tracked) {
        thing.elsewhere--;
        run.owe(thing, 1);
      }
    }
  }

  // Memory.

  /// The special fields of the new allocation are not there yet.
  public synchronized void raw(long start) {
    var thing = things.at(start);
    if (thing != null) {
      things.raw(thing);
    }
  }

  /// There is a new allocation.
  ///
  /// @param object whether it is an object, and not the machine's own
  /// @param written whether its bytes count as written
  public synchronized void allocated(
      long start,
      long size,
      TypeView type,
      boolean object,
      boolean written,
      Optional<GhostRun> run) {
    var spot = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    var thing = things.add(start, size, type, object, spot);
    if (object && !written && watching.objects()) {
      thing.written = new BitSet();
    }
  }

  /// The object is the machine's own: it stays, whoever held it.
  public synchronized void kept(long start) {
    var thing = things.near(start);
    if (thing != null) {
      thing.kept = true;
    }
  }

  /// A frame begins, with a stack that nobody has written to.
  public synchronized void frame(long stack) {
    var thing = things.at(stack);
    if (thing == null) {
      return;
    }
    thing.stack = true;
    if (watching.stack()) {
      thing.written = new BitSet();
    }
  }

  /// The machine gave back something of its own.
  public synchronized void forgotten(long start) {
    things.forget(start);
  }

  /// Somebody gives an object back; its fields are destroyed next.
  ///
  /// @throws Violation if that is wrong
  public synchronized void freeing(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (!closed && (thing == null || thing.object)) {
      go(thing, start, run).emptying = true;
    }
  }

  /// Somebody gives an object back whose special fields are gone.
  ///
  /// @throws Violation if that is wrong
  public synchronized void releasing(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (closed || (thing != null && !thing.object)) {
      return;
    }
    var going = go(thing, start, run);
    for (var container : going.containers) {
      if (container.nodes.size() > 0 && !container.blurred) {
        throw violation(
            "leak",
            run,
            "%s goes with %d objects in %s".formatted(going, container.nodes.size(), container));
      }
    }
    for (var field : going.fields()) {
      if (field.kind().shape().orElse(null) instanceof Shape.Pointer shape) {
        var held = things.inFields.get(going.start + field.offset() + shape.offset());
        if (held != null) {
          throw violation("leak", run, "%s goes while it holds %s".formatted(going, held));
        }
      }
    }
  }

  private Thing go(@Nullable Thing thing, long start, Optional<GhostRun> run) {
    if (thing == null || !thing.contains(start, 0)) {
      throw violation("outside-object", run, "free of %s, where no object is".formatted(at(start)));
    }
    if (thing.state != Thing.State.LIVE) {
      throw violation(
          "double-free",
          run,
          "%s is freed, which %s"
              .formatted(
                  thing,
                  thing.state == Thing.State.DYING
                      ? "is being freed already"
                      : "was freed by " + thing.freed));
    }
    if (start != thing.start) {
      throw violation("outside-object", run, "free of %s".formatted(thing.where(start)));
    }
    var problem = guards.mayGo(thing);
    if (problem.isPresent()) {
      throw violation(problem.get().check(), run, problem.get().text());
    }
    thing.state = Thing.State.DYING;
    return thing;
  }

  /// The object is gone.
  public synchronized void freed(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (thing == null || thing.start != start) {
      return;
    }
    thing.state = Thing.State.FREED;
    thing.letGo();
    thing.freed = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    things.empty(thing);
    things.release(thing);
    things.freed(thing);
  }

  /// The special fields of an object are about to be destroyed.
  ///
  /// @throws Violation if somebody holds a lock in it
  public synchronized void emptying(long start, Optional<GhostRun> run) {
    var thing = things.at(start);
    if (closed || thing == null) {
      return;
    }
    var holder = guards.lockedIn(thing);
    if (holder.isPresent()) {
      throw violation(
          "unguarded-access",
          run,
          "the fields of %s are destroyed while %s".formatted(thing, holder.get()));
    }
    thing.emptying = true;
  }

  /// They are, and hold nothing.
  public synchronized void emptied(long start) {
    var thing = things.at(start);
    if (thing != null) {
      things.empty(thing);
      thing.emptying = false;
      thing.letGo();
    }
  }

  /// The machine is about to take everything out of one special field.
  public synchronized void emptyingField(long address) {
    var thing = things.at(address);
    if (thing != null) {
      thing.fieldsEmptied++;
    }
    var container = things.containerAt(address);
    if (container != null) {
      container.busy++;
      container.emptying = true;
    }
  }

  /// It has.
  public synchronized void emptiedField(long address) {
    var thing = things.at(address);
    if (thing != null) {
      thing.fieldsEmptied--;
      thing.letGo();
    }
    var container = things.containerAt(address);
    if (container != null) {
      things.empty(container);
      container.busy--;
      container.emptying = false;
    }
  }

  /// A program is about to load, store or exchange.
  ///
  /// @throws Violation if it must not
  public synchronized void accessing(GhostRun run, long address, int size, boolean write) {
    if (!closed) {
      accesses.plain(run, address, size, write);
    }
  }

  /// A program has loaded what a pointer field held. Only now is it known what that was: others may
  /// have exchanged it since the load was told.
  public synchronized void loaded(GhostRun run, long value) {
    if (!closed) {
      accesses.loaded(run, value);
    }
  }

  /// Bytes were written.
  public synchronized void wrote(long address, long size) {
    accesses.wrote(address, size);
  }

  /// Bytes are read.
  ///
  /// @throws Violation if nobody wrote them, and that matters
  public synchronized void read(Optional<GhostRun> run, long address, long size) {
    if (!closed) {
      accesses.read(run, address, size);
    }
  }

  /// Changes a word atomically: `action` does it and gives what was there; `changes` tells from
  /// that whether `value` is there now.
  public synchronized long exchange(
      Optional<GhostRun> run, long address, long value, Changes changes, LongSupplier action) {
    long was = action.getAsLong();
    if (!closed && changes.happened(was)) {
      accesses.changed(run, address, was, value);
    }
    return was;
  }

  /// Whether an exchange that found `was` changed anything.
  @FunctionalInterface
  public interface Changes {
    boolean happened(long was);
  }

  // Questions.

  @Override
  public synchronized Optional<Account> current() {
    return closed ? Optional.empty() : here.get().map(GhostRun::account);
  }

  @Override
  public synchronized List<Account> onCpu(int cpu) {
    return closed
        ? List.of()
        : runs.stream().filter(run -> run.cpu == cpu).map(GhostRun::account).toList();
  }

  @Override
  public synchronized void check() {
    if (closed) {
      return;
    }
    for (var thing : things.inspected) {
      inspect(thing, here.get());
    }
    var problem = guards.locks(memory);
    if (problem.isPresent()) {
      throw violation("section-exclusion", here.get(), problem.get());
    }
  }

  private void inspect(Thing thing, Optional<GhostRun> run) {
    if (thing.emptying || thing.state != Thing.State.LIVE) {
      return;
    }
    for (var container : thing.containers) {
      if (container.busy == 0 && !container.blurred) {
        var problem = links.all(container);
        if (problem.isPresent()) {
          throw violation("container-links", run, container + ": " + problem.get());
        }
      }
    }
    checkCount(thing, run);
  }

  void checkCount(Thing thing, Optional<GhostRun> run) {
    if (!thing.tracked
        || thing.blurred
        || thing.busy > 0
        || thing.emptying
        || thing.elsewhere > 0
        || thing.state != Thing.State.LIVE
        || thing.holders.stream().anyMatch(c -> c.busy > 0 || c.blurred || c.thing.emptying)
        || thing.fieldsAt.stream().anyMatch(this::isEmptying)) {
      return;
    }
    var counter = thing.counter();
    if (counter.isPresent()) {
      long count = memory.load(counter.get().address(), counter.get().size());
      if (count != thing.references() && !counts(count, counter.get().size(), thing)) {
        throw violation(
            "reference-count",
            run,
            "%s counts %d references, and there are %d%s"
                .formatted(thing, count, thing.references(), thing.history()));
      }
    }
  }

  private boolean isEmptying(long address) {
    var holder = things.at(address);
    return holder != null && holder.emptying;
  }

  /// Whether a number of references is another way of saying how many there are: none for the one
  /// that is about to go, the greatest for too many to count.
  private static boolean counts(long count, int size, Thing thing) {
    return count == 0
        ? thing.references() == 1 && thing.owed == 1
        : count >= (1L << (8 * size - 1)) - 1 || count < 0;
  }

  long word(long address, int size) {
    return memory.load(address, size);
  }

  /// Everything is given back: what is left now is lost.
  public synchronized List<Violation> leftovers() {
    if (closed) {
      return List.of();
    }
    var lost = new ArrayList<Thing>();
    for (var thing : things.all()) {
      if (thing.object && thing.state == Thing.State.LIVE && !thing.blurred && !thing.kept) {
        lost.add(thing);
      }
    }
    lost.sort(java.util.Comparator.comparingLong((Thing t) -> t.start));
    closed = true;
    return lost.stream()
        .map(
            thing ->
                new Violation(
                    "leak",
                    thing.allocated.program(),
                    thing.allocated.slot(),
                    thing.allocated.place(),
                    "%s is left over%s".formatted(thing, thing.history())))
        .toList();
  }

  private static String at(long address) {
    return String.format(Locale.ROOT, "0x%x", address);
  }
}
