package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunFault;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// A program that a rule keeps from being accepted runs without the rule, and nobody watches it:
/// whatever it does, the worst that comes of it is an exception that says where, and every other
/// instance goes on as if nothing had been.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarmStaysInsideTest {
  private static final Path TABLE = Product.EXAMPLES.resolve("NEEDED.tsv");
  private static final int PACKET = 64;
  private static final int CONTEXT = 64;
  private static final int RUNS = 3;
  private static final long SECONDS = 1;

  /// Families some of whose rules keep memory whole, by the first word of their rules' ids.
  private static final List<String> FAMILIES =
      List.of(
          "allocator", "kptr", "list", "rbtree", "refcount", "call", "map", "memory", "pointer");

  /// Another instance, of a program that all is well with.
  private Instance bystander;

  private record Line(String rule, List<String> off, String object, String program) {
    static Line of(String text) {
      var cells = text.split("\t", -1);
      var off = new ArrayList<String>();
      off.add(cells[0]);
      if (!cells[1].isEmpty()) {
        off.addAll(List.of(cells[1].split(",")));
      }
      return new Line(cells[0], off, cells[2], cells[3]);
    }

    static Stream<Line> all() throws IOException {
      return Files.readAllLines(TABLE).stream()
          .skip(1)
          .filter(text -> text.split("\t", -1)[4].equals("run"))
          .map(Line::of);
    }
  }

  @BeforeAll
  void startBystander() {
    var queue = Product.linux().load(Product.EXAMPLES.resolve("queue.bpf.o"));
    if (!(queue.program("round_trip").orElseThrow().verify() instanceof Verdict.Accepted ok)) {
      throw new AssertionError("the queue is not accepted");
    }
    bystander = ok.instantiate();
  }

  @AfterAll
  void closeBystander() {
    bystander.close();
  }

  @TestFactory
  Stream<DynamicTest> others() throws IOException {
    var hit = new TreeSet<String>();
    return Stream.concat(
        Line.all()
            .map(
                line ->
                    DynamicTest.dynamicTest(
                        line.rule(),
                        () -> {
                          int before = roundTrip();
                          fault(line)
                              .ifPresent(
                                  fault -> {
                                    saysWhere(line, fault);
                                    if (fault.kind() == RunFault.Kind.MEMORY) {
                                      hit.add(line.rule().substring(0, line.rule().indexOf('.')));
                                    }
                                  });
                          assertThat(roundTrip()).isEqualTo(before);
                        })),
        Stream.of(
            DynamicTest.dynamicTest(
                "every family has one that would have spoiled memory",
                () -> assertThat(hit).containsAll(FAMILIES))));
  }

  private static void saysWhere(Line line, RunFault fault) {
    assertThat(fault.program()).isEqualTo(line.program());
    assertThat(fault.getMessage())
        .startsWith("program '%s', instruction %d".formatted(line.program(), fault.slot()));
    if (fault.address() != 0) {
      assertThat(fault.getMessage())
          .containsAnyOf("0x" + Long.toHexString(fault.address()), Long.toString(fault.address()));
    }
  }

  private int roundTrip() {
    var input = new Input(new byte[PACKET], new byte[0]);
    int sum = 0;
    // Three kinds of item take turns.
    for (int i = 0; i < RUNS; i++) {
      sum += (int) bystander.run(Execution.of(bystander.programs().getFirst(), input));
    }
    return sum;
  }

  /// What ends some runs of the program; one that waits for ever is ended by closing its instance.
  private static Optional<RunFault> fault(Line line) {
    var example = Suite.LINUX.example(Product.EXAMPLES.resolve(line.object()), line.program());
    if (!(example.load(line.off()).verify() instanceof Verdict.Accepted ok)) {
      throw new AssertionError(line + " is not accepted");
    }
    var kind = ok.program().kind();
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    var input = new Input(new byte[packets ? PACKET : 0], new byte[packets ? 0 : CONTEXT]);
    var instance = ok.instantiate();
    try {
      var runs =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < RUNS; i++) {
                  instance.run(Execution.of(instance.programs().getFirst(), input));
                }
              });
      try {
        runs.get(SECONDS, TimeUnit.SECONDS);
        return Optional.empty();
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RunFault fault) {
          return Optional.of(fault);
        }
        throw new AssertionError(line + " ends with more than a fault", e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    } finally {
      close(instance);
    }
  }

  /// What a program has spoiled cannot be taken apart, and that is said as well.
  private static void close(Instance instance) {
    try {
      instance.close();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("cannot be closed: ");
    }
  }
}
