package mortise.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mortise.engine.CheckedInstance;
import mortise.engine.Verdict;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;

/// Checked runs of an accepted program on seeded packets, contexts and map contents.
final class SeededRuns {
  private static final int RUNS = 12;
  private static final int[] PACKETS = {0, 1, 13, 14, 15, 33, 34, 35, 53, 54, 55, 64, 128, 1500};
  private static final int MORE_CONTEXT = 64;

  private final Verdict.Accepted accepted;
  private final CheckedInstance instance;
  private final Random random;

  private SeededRuns(Verdict.Accepted accepted, CheckedInstance instance) {
    this.accepted = accepted;
    this.instance = instance;
    random = new Random(accepted.program().program().name().hashCode());
  }

  /// What went wrong; nothing, if the verifier and the runtime halves are right.
  ///
  /// @throws mortise.runtime.NotRunnableException if the program can only be judged
  static List<String> problems(Verdict.Accepted accepted) {
    var problems = new ArrayList<String>();
    try (var instance = accepted.instantiateChecked(List.of())) {
      var runs = new SeededRuns(accepted, instance);
      try {
        for (int i = 0; i < RUNS; i++) {
          if (i > 0) {
            runs.fillMaps();
          }
          runs.run();
        }
      } catch (Violation | RunFault e) {
        problems.add(e.getMessage());
      }
      instance.finish().forEach(violation -> problems.add(violation.getMessage()));
    }
    return problems;
  }

  private void run() {
    var kind = accepted.program().kind();
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    var packet = new byte[packets ? PACKETS[random.nextInt(PACKETS.length)] : 0];
    int reach = accepted.program().contextReach();
    var context = new byte[packets ? 0 : reach + random.nextInt(MORE_CONTEXT)];
    random.nextBytes(packet);
    random.nextBytes(context);
    try {
      instance.run(new Input(packet, context));
    } catch (RunFault e) {
      // A program may wait for what never comes.
      if (e.kind() != RunFault.Kind.STEP_LIMIT) {
        throw e;
      }
    }
  }

  /// Random bytes under small keys, and small numbers.
  private void fillMaps() {
    for (var map : accepted.program().program().maps()) {
      if (!map.isGlobalData() && map.definition().inner().isEmpty()) {
        instance.instance().map(map.name()).ifPresent(this::fill);
      }
    }
  }

  private void fill(mortise.runtime.MapHandle map) {
    var key = new byte[map.spec().keySize()];
    var value = new byte[map.spec().valueSize()];
    if (key.length > 0) {
      key[0] = (byte) random.nextInt(4);
    }
    random.nextBytes(value);
    if (random.nextBoolean()) {
      java.util.Arrays.fill(value, Math.min(4, value.length), value.length, (byte) 0);
    }
    map.update(key, value, 0);
  }
}
