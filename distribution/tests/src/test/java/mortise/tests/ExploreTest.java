package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import mortise.engine.Engine;
import mortise.engine.Exploration;
import mortise.engine.LoadedObject;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.plugin.lock.LockFamily;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Outcome;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Watcher;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Implementation;
import org.junit.jupiter.api.Test;

/// The examples on several CPUs.
class ExploreTest {
  private static final Input PACKET = new Input(new byte[64], new byte[0]);

  private static LoadedObject load(Engine engine, String name) {
    return engine.load(Product.EXAMPLES.resolve(name));
  }

  private static Exploration exploration(LoadedObject object, String... programs) {
    var accepted = new ArrayList<Verdict.Accepted>();
    for (var name : programs) {
      var program = object.program(name).orElseThrow();
      accepted.add((Verdict.Accepted) program.verify());
    }
    return Exploration.of(accepted, PACKET);
  }

  private static Report shared(String... programs) {
    return exploration(load(Product.linux(), "shared_list.bpf.o"), programs)
        .within(Bounds.DEFAULT.withPreemptions(3))
        .explore(Watcher.NONE);
  }

  private static List<List<Integer>> values(Report report) {
    return report.outcomes().keySet().stream()
        .map(Outcome::values)
        .map(values -> values.stream().map(Long::intValue).toList())
        .distinct()
        .toList();
  }

  /// Also of programs that sleep, and so are no readers.
  @Test
  void valuesStayUntilThoseWhoFoundThemAreDone() {
    var object = load(Suite.PROPOSAL.engine(), "proposal/lifetimes.bpf.o");
    var report = exploration(object, "use_a_box", "delete_a_box").explore(Watcher.NONE);
    assertThat(report.failure()).isEmpty();
    assertThat(report.end()).isEqualTo(Report.End.ALL);
  }

  @Test
  void addAgainstPopIsExhausted() {
    var report = shared("add", "pop");
    assertThat(report.end()).isIn(Report.End.BOUND, Report.End.ALL);
    assertThat(report.failure()).isEmpty();
    // pop comes first, or gets what add gave
    assertThat(values(report)).containsExactlyInAnyOrder(List.of(0, -1), List.of(0, 7));
    assertThat(report.pruned()).isPositive();
  }

  @Test
  void nothingIsLostByLeavingOut() {
    var exploration = exploration(load(Product.linux(), "shared_list.bpf.o"), "add", "pop");
    var bounds = Bounds.DEFAULT.withPreemptions(2);
    var all = exploration.within(bounds.unreduced()).explore(Watcher.NONE);
    var fewer = exploration.within(bounds).explore(Watcher.NONE);
    assertThat(fewer.outcomes().keySet()).isEqualTo(all.outcomes().keySet());
    assertThat(fewer.schedules()).isLessThan(all.schedules());
  }

  /// The lock family with another runtime half for `bpf_spin_lock`.
  private record Planted(Implementation lock) implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return new LockFamily().info();
    }

    @Override
    public void declare(Declarations in) {
      new LockFamily().declare(instead(Declarations.class, in));
    }

    /// The same but for what `bpf_spin_lock` runs.
    private <T> T instead(Class<T> type, T original) {
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (method.getName().equals("runs")) {
              arguments[0] = lock;
            }
            var result = method.invoke(original, arguments);
            if (result instanceof FunctionBuilder function
                && (result.equals(original) || List.of(arguments).contains("bpf_spin_lock"))) {
              return result.equals(original) ? proxy : instead(FunctionBuilder.class, function);
            }
            return result;
          };
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }

  private static long lookThenTake(Call call) {
    var machine = call.machine();
    long lock = call.argument(0);
    machine.await(() -> machine.load(lock, 4) == 0, "bpf_spin_lock");
    machine.store(lock, 4, 1);
    return 0;
  }

  @Test
  void aLockThatDoesNotExcludeIsFound() {
    for (Implementation lock : List.<Implementation>of(call -> 0, ExploreTest::lookThenTake)) {
      var families = new ArrayList<>(Product.families());
      families.removeIf(family -> family.info().id().equals("lock"));
      families.add(new Planted(lock));
      var engine = Engine.of(Semantics.named("linux"), families);
      var object = load(engine, "shared_list.bpf.o");

      var watched = exploration(object, "add", "pop").explore(Watcher.NONE);
      assertThat(watched.end()).isEqualTo(Report.End.FAILED);

      // and without anybody who knows what a lock is
      var unwatched = exploration(object, "add", "pop").unwatched().explore(Watcher.NONE);
      var failure = unwatched.failure().orElseThrow();
      assertThat(failure.check()).isIn("memory", "leak");
      assertThat(failure.schedule().switches()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void theListNeedsItsLock() {
    var engine =
        Engine.of(Semantics.named("linux").without("list.lock-not-held"), Product.families());
    var exploration =
        exploration(load(engine, "reject_list.bpf.o"), "push_without_lock", "pop_without_lock");

    var failure = exploration.unwatched().explore(Watcher.NONE).failure().orElseThrow();
    assertThat(failure.check()).isIn("memory", "leak");
    assertThat(failure.schedule().switches()).isLessThanOrEqualTo(10);
    // the schedule that was made simpler fails in the same way
    assertThat(exploration.unwatched().replay(failure.schedule()).failure().orElseThrow().message())
        .isEqualTo(failure.message());
    // one who keeps accounts sees it at once
    var watched = exploration.explore(Watcher.NONE).failure().orElseThrow();
    assertThat(watched.check()).isEqualTo("unguarded-access");
  }
}
