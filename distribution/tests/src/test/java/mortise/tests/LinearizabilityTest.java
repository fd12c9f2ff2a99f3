package mortise.tests;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mortise.engine.Verdict.Accepted;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunnableProgram;
import mortise.spi.runtime.ContextFactory.Input;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lists, trees and shared objects are linearizable: whatever programs on several threads do at
/// once, each gets an answer that it could have got had they gone one after the other. The programs
/// are those of `operations.bpf.c`, one operation each; the runtime halves lock where the semantics
/// has locks, and count references without any. What is left when all is over has been given back.
///
/// Bounds: scenarios of 3 threads with 4 operations each, after 2 and before 2 on one thread; 20
/// scenarios drawn for each structure, each run 300 times. Threads are real ones: Lincheck's model
/// checker (3.7) switches where the JVM's fields and arrays are accessed, and programs' memory lies
/// outside of the JVM's heap; besides it gives objects other identity hashes than they had, which
/// instances are built on. Orders one by one are what the explorer tries ([ExploreTest]).
class LinearizabilityTest {
  private static final int THREADS = 3;
  private static final int EACH = 4;
  private static final int AROUND = 2;
  private static final int SCENARIOS = 20;
  private static final int RUNS = 300;

  private static void check(Class<?> structure, Class<?> model) {
    new StressOptions()
        .threads(THREADS)
        .actorsPerThread(EACH)
        .actorsBefore(AROUND)
        .actorsAfter(AROUND)
        .iterations(SCENARIOS)
        .invocationsPerIteration(RUNS)
        .minimizeFailedScenario(false)
        .sequentialSpecification(model)
        .check(structure);
  }

  @Test
  void linuxLists() {
    check(LinuxList.class, ListModel.class);
  }

  @Test
  void linuxTrees() {
    check(LinuxTree.class, TreeModel.class);
  }

  @Test
  void linuxSharedObjects() {
    check(LinuxShared.class, SharedModel.class);
  }

  @Test
  void proposalLists() {
    check(ProposalList.class, ListModel.class);
  }

  @Test
  void proposalTrees() {
    check(ProposalTree.class, TreeModel.class);
  }

  @Test
  void proposalSharedObjects() {
    check(ProposalShared.class, SharedModel.class);
  }

  /// The operations of one suite on an instance of their own.
  public abstract static class Operations {
    private static final Map<Suite, List<Accepted>> PROGRAMS = new ConcurrentHashMap<>();
    private static final int REQUEST = 8;

    private final Instance instance;
    private final Map<String, RunnableProgram> byName;

    Operations(Suite suite) {
      var programs = PROGRAMS.computeIfAbsent(suite, Operations::accepted);
      instance = programs.getFirst().instantiate(programs.subList(1, programs.size()));
      byName =
          instance.programs().stream()
              .collect(Collectors.toMap(RunnableProgram::name, Function.identity()));
    }

    private static List<Accepted> accepted(Suite suite) {
      return suite.engine().load(suite.folder().resolve("operations.bpf.o")).programs().stream()
          .map(program -> (Accepted) program.verify())
          .toList();
    }

    final int run(String name, int key) {
      var request = new byte[REQUEST];
      request[0] = (byte) key;
      var input = new Input(new byte[0], request);
      return (int) instance.run(Execution.of(requireNonNull(byName.get(name), name), input));
    }

    final int run(String name) {
      return run(name, 0);
    }

    /// Called after each run of a scenario.
    @Validate
    public void nothingIsLeft() {
      var left = instance.closeAndReport();
      if (!left.isEmpty()) {
        throw new IllegalStateException("left over: " + left);
      }
    }
  }

  /// One lock, one list.
  @Param(name = "key", gen = IntGen.class, conf = "1:9")
  public abstract static class AList extends Operations {
    AList(Suite suite) {
      super(suite);
    }

    @Operation
    public int pushFront(@Param(name = "key") int key) {
      return run("push_front", key);
    }

    @Operation
    public int pushBack(@Param(name = "key") int key) {
      return run("push_back", key);
    }

    @Operation
    public int popFront() {
      return run("pop_front");
    }

    @Operation
    public int popBack() {
      return run("pop_back");
    }

    @Operation
    public int front() {
      return run("front");
    }
  }

  public static final class LinuxList extends AList {
    public LinuxList() {
      super(Suite.LINUX);
    }
  }

  public static final class ProposalList extends AList {
    public ProposalList() {
      super(Suite.PROPOSAL);
    }
  }

  /// What lists should answer.
  public static final class ListModel {
    private final Deque<Integer> keys = new ArrayDeque<>();

    public int pushFront(int key) {
      keys.addFirst(key);
      return 0;
    }

    public int pushBack(int key) {
      keys.addLast(key);
      return 0;
    }

    public int popFront() {
      return orNone(keys.pollFirst());
    }

    public int popBack() {
      return orNone(keys.pollLast());
    }

    public int front() {
      return orNone(keys.peekFirst());
    }
  }

  private static int orNone(@Nullable Integer key) {
    return key == null ? -1 : key;
  }

  /// One lock, one tree.
  @Param(name = "key", gen = IntGen.class, conf = "1:9")
  public abstract static class ATree extends Operations {
    ATree(Suite suite) {
      super(suite);
    }

    @Operation
    public int add(@Param(name = "key") int key) {
      return run("add", key);
    }

    @Operation
    public int first() {
      return run("first");
    }

    @Operation
    public int removeFirst() {
      return run("remove_first");
    }
  }

  public static final class LinuxTree extends ATree {
    public LinuxTree() {
      super(Suite.LINUX);
    }
  }

  public static final class ProposalTree extends ATree {
    public ProposalTree() {
      super(Suite.PROPOSAL);
    }
  }

  /// What trees should answer.
  public static final class TreeModel {
    private final PriorityQueue<Integer> keys = new PriorityQueue<>();

    public int add(int key) {
      keys.add(key);
      return 0;
    }

    public int first() {
      return orNone(keys.peek());
    }

    public int removeFirst() {
      return orNone(keys.poll());
    }
  }

  /// Objects in a list and a tree: whoever gives up the last of their references ends them, with no
  /// lock held.
  @Param(name = "key", gen = IntGen.class, conf = "1:9")
  public abstract static class Shared extends Operations {
    Shared(Suite suite) {
      super(suite);
    }

    @Operation
    public int publish(@Param(name = "key") int key) {
      return run("publish", key);
    }

    @Operation
    public int takeOldest() {
      return run("take_oldest");
    }

    @Operation
    public int takeLeast() {
      return run("take_least");
    }

    @Operation
    public int lookAtOldest() {
      return run("look_at_oldest");
    }
  }

  public static final class LinuxShared extends Shared {
    public LinuxShared() {
      super(Suite.LINUX);
    }
  }

  public static final class ProposalShared extends Shared {
    public ProposalShared() {
      super(Suite.PROPOSAL);
    }
  }

  /// What they should answer.
  public static final class SharedModel {
    private final Deque<Integer> byArrival = new ArrayDeque<>();
    private final PriorityQueue<Integer> byKey = new PriorityQueue<>();

    public int publish(int key) {
      byArrival.addLast(key);
      byKey.add(key);
      return 0;
    }

    public int takeOldest() {
      return orNone(byArrival.pollFirst());
    }

    public int takeLeast() {
      return orNone(byKey.poll());
    }

    public int lookAtOldest() {
      return orNone(byArrival.peekFirst());
    }
  }
}
