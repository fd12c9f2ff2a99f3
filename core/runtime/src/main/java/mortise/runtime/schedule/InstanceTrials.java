package mortise.runtime.schedule;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.BpfMap;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.InstanceSpec;
import mortise.runtime.RemainingObject;
import mortise.runtime.RunnableProgram;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.ghost.Ghost;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.MemoryFault;

/// Trials on instances, with ghost heaps if the instance's spec says so.
///
/// @param spec what an instance is made of
/// @param programs one for each CPU; all of them are the spec's
/// @param input what each of them works on
public record InstanceTrials(InstanceSpec spec, List<RunnableProgram> programs, Input input)
    implements Trials {
  /// Maps with more bytes than this are not part of what a schedule comes to.
  private static final long LARGEST = 4096;

  public InstanceTrials {
    programs = List.copyOf(programs);
    if (!spec.programs().containsAll(programs)) {
      throw new IllegalArgumentException("a program that is not the instance's");
    }
  }

  @Override
  public Trial begin() {
    return new InstanceTrial(Instance.create(spec));
  }

  private final class InstanceTrial implements Trial {
    private final Instance instance;

    InstanceTrial(Instance instance) {
      this.instance = instance;
    }

    @Override
    public long run(int cpu, Scheduler scheduler) {
      return instance.run(Execution.of(programs.get(cpu), input).on(cpu, scheduler));
    }

    @Override
    public List<Outcome.Contents> contents() {
      var result = new ArrayList<Outcome.Contents>();
      for (var bound : spec.maps()) {
        // What maps of maps hold programs cannot change.
        if (!bound.holdsMaps()) {
          contents(bound.map()).ifPresent(result::add);
        }
      }
      return result;
    }

    private Optional<Outcome.Contents> contents(BpfMap map) {
      long size = map.maxEntries() * ((long) map.keySize() + map.valueSize());
      if (size > LARGEST || map.isReadOnly()) {
        return Optional.empty();
      }
      return instance
          .map(map.name())
          .map(
              handle ->
                  new Outcome.Contents(
                      map.name(),
                      handle.entries().stream()
                          .map(
                              entry ->
                                  new Outcome.Entry(
                                      ByteBuffer.wrap(entry.key()), ByteBuffer.wrap(entry.value())))
                          .sorted()
                          .toList()));
    }

    @Override
    public void inspect() {
      instance.ghost().ifPresent(Ghost::check);
    }

    @Override
    public List<Violation> finish() {
      try {
        var found = instance.finish();
        return found.isEmpty()
            ? instance.closeAndReport().stream().map(InstanceTrial::leak).toList()
            : found;
      } catch (IllegalStateException e) {
        // What the runs left behind cannot be taken apart.
        if (e.getCause() instanceof MemoryFault) {
          return List.of(new Violation("memory", "", -1, "", String.valueOf(e.getMessage())));
        }
        throw e;
      }
    }

    private static Violation leak(RemainingObject left) {
      return new Violation(
          "leak",
          left.program(),
          left.slot(),
          "",
          "'%s' (%d bytes), allocated here, is left over".formatted(left.type(), left.size()));
    }

    @Override
    public void close() {
      instance.abandon();
    }
  }
}
