package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import mortise.engine.CheckedInstance;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Implementation;
import org.junit.jupiter.api.Test;

/// The shipped families with one runtime half broken each: runs that are checked notice.
class BrokenHalvesTest {
  private static final Input PACKET = new Input(new byte[64], new byte[0]);

  /// A family whose functions of some names run something else.
  private record Broken(HelperFamily family, Map<String, UnaryOperator<Implementation>> instead)
      implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return family.info();
    }

    @Override
    public void declare(Declarations in) {
      family.declare(
          proxy(
              Declarations.class,
              in,
              (method, arguments, result) ->
                  result instanceof FunctionBuilder builder
                      ? breaking(builder, (String) arguments[arguments.length - 1])
                      : result));
    }

    @SuppressWarnings("ReferenceEquality") // A builder that gives itself gives its proxy.
    private Object breaking(FunctionBuilder builder, String name) {
      var change = instead.get(name);
      return change == null
          ? builder
          : proxy(
              FunctionBuilder.class,
              builder,
              (method, arguments, result) -> {
                if (method.getName().equals("runs")) {
                  builder.runs(change.apply((Implementation) arguments[0]));
                }
                return result == builder ? breaking(builder, name) : result;
              });
    }

    private interface After {
      Object of(Method method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                try {
                  return after.of(method, arguments, method.invoke(real, arguments));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }
  }

  private static CheckedInstance instance(
      String object, List<String> programs, Map<String, UnaryOperator<Implementation>> instead) {
    var families =
        Product.families().stream()
            .<HelperFamily>map(family -> new Broken(family, instead))
            .toList();
    var loaded =
        Engine.of(Semantics.named("linux"), families)
            .load(Product.EXAMPLES.resolve(object + ".bpf.o"));
    var accepted =
        programs.stream()
            .map(name -> loaded.program(name).orElseThrow())
            .map(LoadedProgram::verify)
            .map(Verdict.Accepted.class::cast)
            .toList();
    return accepted.getFirst().instantiateChecked(accepted.subList(1, accepted.size()));
  }

  /// Runs the programs one after the other; what was found, at the end at the latest.
  private static List<String> found(
      String object, List<String> programs, Map<String, UnaryOperator<Implementation>> instead) {
    try (var instance = instance(object, programs, instead)) {
      for (var program : instance.programs()) {
        instance.run(Execution.of(program, PACKET));
      }
      return instance.finish().stream().map(Violation::check).toList();
    } catch (Violation e) {
      return List.of(e.check());
    }
  }

  private static final List<String> ALL =
      List.of("enqueue_urgent", "enqueue", "enqueue_urgent", "peek", "rotate", "dequeue");

  @Test
  void theCorrectOnesAreLeftAlone() {
    assertThat(found("queue", ALL, Map.of())).isEmpty();
    assertThat(found("per_key_list", List.of("forget"), Map.of())).isEmpty();
  }

  @Test
  void aListThatForgetsThePreviousNode() {
    UnaryOperator<Implementation> forgetful =
        push ->
            call -> {
              var machine = call.machine();
              long head = call.argument(0);
              long first = machine.load(head) == 0 ? head : machine.load(head);
              long before = machine.load(first + 8);
              long result = push.call(call);
              machine.store(first + 8, before);
              return result;
            };
    assertThat(found("queue", ALL, Map.of("bpf_list_push_front_impl", forgetful)))
        .containsExactly("container-links");
  }

  @Test
  void aPopThatTakesTheWrongEnd() {
    UnaryOperator<Implementation> wrong =
        pop ->
            call -> {
              var machine = call.machine();
              long head = call.argument(0);
              long last = machine.load(head + 8);
              long before = machine.load(last + 8);
              machine.store(before, head);
              machine.store(head + 8, before);
              machine.store(last + 16, 0);
              return last;
            };
    assertThat(found("queue", ALL, Map.of("bpf_list_pop_front", wrong)))
        .containsExactly("container-content");
  }

  @Test
  void aDropThatForgetsAndOneThatComesTooEarly() {
    assertThat(found("queue", ALL, Map.of("bpf_obj_drop_impl", drop -> call -> 0)))
        .containsExactly("leak");
    UnaryOperator<Implementation> freeing =
        push ->
            call -> {
              long result = push.call(call);
              call.machine().free(call.machine().place(call.argument(1)).start());
              return result;
            };
    assertThat(found("queue", ALL, Map.of("bpf_list_push_back_impl", freeing)))
        .containsExactly("use-after-free");
    UnaryOperator<Implementation> draining =
        pop ->
            call -> {
              long node = pop.call(call);
              call.machine().free(call.machine().place(node).start());
              return node;
            };
    assertThat(found("queue", ALL, Map.of("bpf_list_pop_front", draining)))
        .containsExactly("free-while-held");
  }

  @Test
  void aLockThatDoesNotLock() {
    assertThat(found("queue", ALL, Map.of("bpf_spin_lock", lock -> call -> 0)))
        .containsExactly("section-exclusion");
  }

  @Test
  void aFreeBeforeTheGracePeriodIsOver() {
    UnaryOperator<Implementation> hasty =
        delete ->
            call -> {
              var machine = call.machine();
              long value = machine.map(call.argument(0)).lookup(call.argument(1));
              long result = delete.call(call);
              machine.free(value);
              return result;
            };
    assertThat(found("per_key_list", List.of("forget"), Map.of("bpf_map_delete_elem", hasty)))
        .containsExactly("grace-period");
  }

  /// Runs the second program on another CPU, as far as it comes, once the first is about to add
  /// something.
  private static List<String> foundWithinTheLock(
      Map<String, UnaryOperator<Implementation>> instead) {
    var found = Collections.synchronizedList(new ArrayList<String>());
    var programs = List.of("enqueue", "dequeue");
    try (var instance = instance("queue", programs, instead)) {
      var second =
          Execution.of(instance.programs().get(1), PACKET)
              .on(
                  1,
                  new Scheduler() {
                    @Override
                    public void before(int cpu, VisibleOperation operation) {}

                    @Override
                    public void blocked(int cpu, BooleanSupplier condition, String what) {
                      throw new IllegalStateException("waits for " + what);
                    }
                  });
      var first =
          Execution.of(instance.programs().getFirst(), PACKET)
              .on(
                  0,
                  new Scheduler() {
                    @Override
                    public void before(int cpu, VisibleOperation operation) {
                      if (operation.function().equals("bpf_list_push_back_impl")) {
                        elsewhere(() -> instance.run(second), found);
                      }
                    }

                    @Override
                    public void blocked(int cpu, BooleanSupplier condition, String what) {
                      throw new IllegalStateException("waits for " + what);
                    }
                  });
      instance.run(first);
    }
    return List.copyOf(found);
  }

  private static void elsewhere(Runnable action, List<String> found) {
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    action.run();
                  } catch (Violation e) {
                    found.add(e.check());
                  } catch (IllegalStateException e) {
                    found.add(String.valueOf(e.getMessage()));
                  }
                });
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// What a program holds a lock in is deleted in the middle: it goes once the program has ended.
  @Test
  void aValueIsDeletedWhileItsLockIsHeld() {
    var missing = Collections.synchronizedList(new ArrayList<String>());
    try (var instance = instance("per_key_list", List.of("forget"), Map.of())) {
      var key = new byte[] {3, 0, 0, 0};
      var map = instance.instance().map("by_key").orElseThrow();
      var run =
          Execution.of(instance.programs().getFirst(), PACKET)
              .on(
                  0,
                  new Scheduler() {
                    @Override
                    public void before(int cpu, VisibleOperation operation) {
                      if (operation.function().startsWith("bpf_list_push")) {
                        elsewhere(() -> missing.add("delete: " + map.delete(key)), missing);
                      }
                    }

                    @Override
                    public void blocked(int cpu, BooleanSupplier condition, String what) {
                      throw new IllegalStateException("waits for " + what);
                    }
                  });
      assertThat((int) instance.run(run).value()).as("-ENOENT: it is gone").isEqualTo(-2);
      assertThat(missing).containsExactly("delete: 0");
      assertThat(instance.instance().objects()).noneMatch(left -> left.type().equals("sample"));
      assertThat(instance.finish()).isEmpty();
    }
  }

  @Test
  void aLockThatDoesNotExclude() {
    assertThat(foundWithinTheLock(Map.of())).containsExactly("waits for bpf_spin_lock");
    UnaryOperator<Implementation> open =
        lock ->
            call -> {
              call.machine().store(call.argument(0), 4, 1);
              return 0;
            };
    assertThat(foundWithinTheLock(Map.of("bpf_spin_lock", open)))
        .containsExactly("section-exclusion");
  }
}
