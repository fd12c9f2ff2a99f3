package mortise.runtime.ghost;

import java.util.LinkedHashSet;
import java.util.List;
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
import mortise.spi.TypeView;

/// The ghost heap of one instance, as the machine tells it what happens. Every event is told on the
/// thread that causes it; `run` is empty outside of runs.
///
/// All of it is guarded by one lock, this object's.
public final class GhostHeap implements Ghost {
  private final Supplier<Optional<GhostRun>> here;
  private final Things things = new Things();
  private final Findings findings = new Findings(things);
  private final Set<GhostRun> runs = new LinkedHashSet<>();
  private final RunEnds ends;
  private final Lifetimes lifetimes;
  private final Calls calls;
  private final Accesses accesses;
  private final Inspection inspection;

  /// @param memory reads memory without telling anybody
  /// @param sights what may be looked at through pointer fields, by kind
  /// @param here the run on the current thread
  public GhostHeap(
      LoadWord memory,
      Watching watching,
      Map<FieldKind, Sight> sights,
      Supplier<Optional<GhostRun>> here) {
    this.here = here;
    var guards = new Guards(things, runs);
    var links = new Links(memory::load, things);
    ends = new RunEnds(findings, runs, links);
    lifetimes = new Lifetimes(findings, things, guards, watching);
    inspection = new Inspection(findings, things, guards, links, memory::load);
    calls = new Calls(findings, things, guards, links, inspection, memory::load);
    accesses = new Accesses(findings, things, guards, sights);
  }

  /// Reads a word of 1, 2, 4 or 8 bytes.
  @FunctionalInterface
  public interface LoadWord {
    long load(long address, int size);
  }

  /// The machine ended a run because of an access; empty where that is but an aftermath.
  public synchronized Optional<Violation> fault(RunFault fault) {
    return findings.fault(fault);
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
    return findings.violation("deadlock", run, "%s waits for ever in %s".formatted(who, what));
  }

  /// The run is over, and properly.
  ///
  /// @throws Violation if it owes something, or is inside something
  public synchronized void finished(GhostRun run) {
    ends.finished(run);
  }

  /// The run leaves all its frames, and the functions that it is in: nothing is known of what those
  /// were at work on.
  public synchronized void unwound(GhostRun run) {
    RunEnds.unwound(run);
  }

  /// The run is over in some other way: nothing is known of what it was at work on.
  public synchronized void aborted(GhostRun run) {
    ends.aborted(run);
  }

  public synchronized void called(
      GhostRun run, String function, Meaning meaning, long[] registers) {
    if (!findings.isClosed()) {
      calls.begin(run, new PendingCall(run, function, meaning, registers, things));
    }
  }

  public synchronized void returned(GhostRun run, long result) {
    if (!findings.isClosed() && !run.calls.isEmpty()) {
      calls.end(run, run.calls.peek(), result);
    }
  }

  /// The call that the run is in calls back.
  public synchronized void invoking(GhostRun run, long[] arguments) {
    if (!findings.isClosed() && !run.calls.isEmpty()) {
      calls.invoke(run, run.calls.peek(), arguments);
    }
  }

  /// The callback has returned.
  public synchronized void invoked(GhostRun run) {
    if (!findings.isClosed() && !run.calls.isEmpty()) {
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
    lifetimes.raw(start);
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
    lifetimes.allocated(start, size, type, object, written, run);
  }

  /// The object is the machine's own: it stays, whoever held it.
  public synchronized void kept(long start) {
    lifetimes.kept(start);
  }

  /// A frame begins, with a stack that nobody has written to.
  public synchronized void frame(long stack) {
    lifetimes.frame(stack);
  }

  /// The machine gave back something of its own.
  public synchronized void forgotten(long start) {
    lifetimes.forgotten(start);
  }

  /// Somebody gives an object back; its fields are destroyed next.
  ///
  /// @throws Violation if that is wrong
  public synchronized void freeing(long start, Optional<GhostRun> run) {
    lifetimes.freeing(start, run);
  }

  /// Somebody gives an object back whose special fields are gone.
  ///
  /// @throws Violation if that is wrong
  public synchronized void releasing(long start, Optional<GhostRun> run) {
    lifetimes.releasing(start, run);
  }

  /// The object is gone.
  public synchronized void freed(long start, Optional<GhostRun> run) {
    lifetimes.freed(start, run);
  }

  /// The special fields of an object are about to be destroyed.
  ///
  /// @throws Violation if somebody holds a lock in it
  public synchronized void emptying(long start, Optional<GhostRun> run) {
    lifetimes.emptying(start, run);
  }

  /// They are, and hold nothing.
  public synchronized void emptied(long start) {
    lifetimes.emptied(start);
  }

  /// The machine is about to take everything out of one special field.
  public synchronized void emptyingField(long address) {
    lifetimes.emptyingField(address);
  }

  /// It has.
  public synchronized void emptiedField(long address) {
    lifetimes.emptiedField(address);
  }

  /// A program is about to load, store or exchange.
  ///
  /// @throws Violation if it must not
  public synchronized void accessing(GhostRun run, long address, int size, boolean write) {
    if (!findings.isClosed()) {
      accesses.plain(run, address, size, write);
    }
  }

  /// A program has loaded what a pointer field held. Only now is it known what that was: others may
  /// have exchanged it since the load was told.
  public synchronized void loaded(GhostRun run, long value) {
    if (!findings.isClosed()) {
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
    if (!findings.isClosed()) {
      accesses.read(run, address, size);
    }
  }

  /// Changes a word atomically: `action` does it and gives what was there; `changes` tells from
  /// that whether `value` is there now.
  public synchronized long exchange(
      Optional<GhostRun> run, long address, long value, Changes changes, LongSupplier action) {
    long was = action.getAsLong();
    if (!findings.isClosed() && changes.happened(was)) {
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
    return findings.isClosed() ? Optional.empty() : here.get().map(GhostRun::account);
  }

  @Override
  public synchronized List<Account> onCpu(int cpu) {
    return findings.isClosed()
        ? List.of()
        : runs.stream().filter(run -> run.cpu == cpu).map(GhostRun::account).toList();
  }

  @Override
  public synchronized void check() {
    if (!findings.isClosed()) {
      inspection.check(here.get());
    }
  }

  /// Everything is given back: what is left now is lost.
  public synchronized List<Violation> leftovers() {
    if (findings.isClosed()) {
      return List.of();
    }
    findings.close();
    return inspection.leftovers();
  }
}
