package mortise.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import mortise.bench.load.Scenario.Cast;
import mortise.bench.load.Scenario.Remains;
import mortise.bench.load.Scenario.Role;
import mortise.spi.runtime.ContextFactory.Input;

/// The scenarios that there are: half of the threads put in and the others take out, or all do
/// their share of a few programs.
public final class Scenarios {
  private static final byte[] NOTHING = {};
  private static final int NONE = -1;

  // A key that `operations` takes: whose it is, and the how-manieth.
  private static final int WHOSE = 27;
  private static final int MOST = 1 << WHOSE;

  private static final int SMALLEST_PACKET = 64;
  private static final String LINUX = "operations.bpf.o";
  private static final String PROPOSAL = "proposal/operations.bpf.o";

  /// All of them.
  public static final List<Scenario> ALL =
      List.of(
          new Scenario("queue", "linux", "queue.bpf.o", packets("enqueue", "dequeue")),
          new Scenario("list", "linux", LINUX, keys("push_back", "pop_front", true)),
          new Scenario("tree", "linux", LINUX, keys("add", "remove_first", false)),
          new Scenario("proposal-list", "proposal", PROPOSAL, keys("push_back", "pop_front", true)),
          new Scenario("proposal-tree", "proposal", PROPOSAL, keys("add", "remove_first", false)),
          // No job is lost, and none done twice.
          linux(
              "priority_queue",
              List.of("submit_and_work"),
              Map.of("submit_and_work", Set.of(0)),
              Map.of("nothing_waits", 0)),
          // A key has its own value or none, and what was added is there or was evicted.
          cache("lru_cache", "forgets_the_unused", Map.of()),
          cache("lru_exact", "forgets_the_least_recent", Map.of("kernel", "7.2")),
          // Whoever finds that another is at the only flow leaves its packet to it. What was added
          // was sent or is queued, in order.
          linux(
              "fair_queue",
              List.of("send_one"),
              Map.of("send_one", Set.of(1)),
              Map.of("nothing_is_lost", 0)),
          // Every worker gets a task, and none is left.
          linux(
              "work_stealing",
              List.of("worker_0", "worker_1"),
              Map.of("worker_0", Set.of(0), "worker_1", Set.of(0)),
              Map.of("nothing_to_do", -1)),
          // What a reader sees belongs together.
          linux(
              "flow_store",
              List.of("see_packet", "read_flow", "forget_flow", "delete_flow"),
              Map.of("read_flow", Set.of(0), "forget_flow", Set.of(0)),
              Map.of("read_flow", 0)),
          linux(
              // What was made was given back or is in the map.
              "stash",
              List.of("open_connection", "count_packet", "close_connection"),
              Map.of("open_connection", Set.of(0)),
              Map.of("nothing_is_lost", 0)));

  private Scenarios() {}

  private static Scenario linux(
      String name,
      List<String> programs,
      Map<String, Set<Integer>> answers,
      Map<String, Integer> last) {
    return new Scenario(name, "linux", name + ".bpf.o", Crowd.of(programs, answers, last));
  }

  private static Scenario cache(String name, String forgetting, Map<String, String> policies) {
    return new Scenario(
        name,
        "linux",
        policies,
        name + ".bpf.o",
        Crowd.of(
            List.of("put_one_get_one", "kept_in_hand", "put_one_get_one", forgetting),
            Map.of(),
            Map.of("nothing_is_lost", 0)));
  }

  /// Every producer has packets of its own length, which is the number that comes out again.
  private static IntFunction<Cast> packets(String put, String take) {
    return threads ->
        new Exchange(
            threads,
            put,
            take,
            false,
            (producer, number) -> new Input(new byte[SMALLEST_PACKET + producer], NOTHING),
            answer -> answer - SMALLEST_PACKET);
  }

  /// Every producer counts.
  private static IntFunction<Cast> keys(String put, String take, boolean ordered) {
    return threads ->
        new Exchange(
            threads,
            put,
            take,
            ordered,
            (producer, number) -> new Input(NOTHING, request(producer << WHOSE | number)),
            answer -> answer >>> WHOSE);
  }

  private static byte[] request(int key) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(key).array();
  }

  /// What a producer's next run works on.
  private interface Making {
    Input of(int producer, int number);
  }

  /// Whose an answer is.
  private interface Telling {
    int producer(int answer);
  }

  private static final class Producer implements Role {
    private final String program;
    private final Making making;
    private final int number;
    private int next;
    private long put;
    private long refused;

    Producer(String program, Making making, int number) {
      this.program = program;
      this.making = making;
      this.number = number;
    }

    @Override
    public String program() {
      return program;
    }

    @Override
    public Input input() {
      return making.of(number, next);
    }

    /// Not 0: there was no memory.
    @Override
    public void answered(int answer) {
      if (answer == 0) {
        put++;
        next = (next + 1) % MOST;
      } else {
        refused++;
      }
    }
  }

  private static final class Consumer implements Role {
    private final String program;
    private final Telling telling;
    private final long[] taken;
    private final int[] last;
    private final boolean ordered;
    private final List<String> wrong = new ArrayList<>();

    Consumer(String program, Telling telling, int producers, boolean ordered) {
      this.program = program;
      this.telling = telling;
      this.ordered = ordered;
      taken = new long[producers];
      last = new int[producers];
      Arrays.fill(last, NONE);
    }

    @Override
    public String program() {
      return program;
    }

    @Override
    public Input input() {
      return new Input(NOTHING, new byte[8]);
    }

    @Override
    public void answered(int answer) {
      if (answer == NONE) {
        return;
      }
      int producer = telling.producer(answer);
      if (producer < 0 || producer >= taken.length) {
        wrong.add("%s gave %d, which nobody put in".formatted(program, answer));
        return;
      }
      taken[producer]++;
      if (ordered && answer <= last[producer] && last[producer] - answer < MOST / 2) {
        wrong.add(
            "%s gave %d of producer %d after %d"
                .formatted(program, answer % MOST, producer, last[producer] % MOST));
      }
      last[producer] = answer;
    }
  }

  /// Producers and consumers of one collection: what went in came out, once, or is still there; and
  /// where it is `ordered`, nobody saw two of one producer in the wrong order.
  private static final class Exchange implements Cast {
    private final List<Producer> producers;
    private final List<Consumer> consumers;
    private final Consumer rest;

    Exchange(
        int threads, String put, String take, boolean ordered, Making making, Telling telling) {
      int half = Math.max(1, threads / 2);
      producers = IntStream.range(0, half).mapToObj(i -> new Producer(put, making, i)).toList();
      consumers =
          IntStream.range(half, Math.max(2, threads))
              .mapToObj(i -> new Consumer(take, telling, half, ordered))
              .toList();
      rest = new Consumer(take, telling, half, ordered);
    }

    @Override
    public List<Role> roles() {
      var roles = new ArrayList<Role>(producers);
      roles.addAll(consumers);
      return List.copyOf(roles);
    }

    @Override
    public List<String> wrong(Remains remains) {
      for (int answer = remains.run(rest.program(), rest.input());
          answer != NONE;
          answer = remains.run(rest.program(), rest.input())) {
        rest.answered(answer);
      }
      var all = new ArrayList<>(consumers);
      all.add(rest);
      var wrong = new ArrayList<String>();
      all.forEach(consumer -> wrong.addAll(consumer.wrong));
      for (var producer : producers) {
        long taken = all.stream().mapToLong(consumer -> consumer.taken[producer.number]).sum();
        if (taken != producer.put) {
          wrong.add(
              "producer %d put in %d (%d were refused), and %d came out"
                  .formatted(producer.number, producer.put, producer.refused, taken));
        }
      }
      return wrong;
    }
  }
}
