package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mortise.runtime.Toys.Bug;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the ghost heap finds wrong with runtime halves, and with programs that no verifier saw.
class GhostHeapTest {
  private static List<Violation> violations(Asm asm, Bug... bugs) {
    try (var instance = new Toys(bugs).fixture().instance(asm)) {
      return Toys.violations(instance);
    }
  }

  private static Violation only(Asm asm, Bug... bugs) {
    var found = violations(asm, bugs);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /// Three into the ring, one out at each end, and a look at the one that is left.
  private static Scene wellBehaved() {
    var scene = new Scene();
    scene.create(6, Toys.ITEM, 1).create(7, Toys.ITEM, 2).create(8, Toys.ITEM, 3);
    scene.lock().push(6).push(7).push(8).peek(9).load(8, 0, 9, -8);
    scene.pop(6).popBack(7).peek(9).unlock();
    scene.withObject(6, Toys.DROP).withObject(7, Toys.DROP);
    return scene;
  }

  /// Three owners of one object: the run, twice, and the ring.
  private static Scene counts() {
    var scene = new Scene();
    scene.create(6, Toys.COUNTED, 1).with(6, Toys.ACQUIRE);
    scene.with(6, Toys.ACQUIRE).lock().push(6).unlock();
    scene.with(6, Toys.PUT).load(8, 0, 6, 0).lock().pop(7).unlock();
    scene.with(6, Toys.PUT);
    return scene;
  }

  private static Scene pointers() {
    var scene = new Scene();
    scene.create(6, Toys.ITEM, 1).create(7, Toys.ITEM, 2).exchange(8, 6);
    scene.exchange(8, 7).with(8, Toys.DROP);
    return scene;
  }

  /// 4 2 6 1 3 5 go in, 1 and 6 (which has a branch) come out.
  private static Scene trees() {
    var scene = new Scene();
    scene.create(6, Toys.LEAF, 6).create(7, Toys.LEAF, 1).create(8, Toys.LEAF, 4).lock();
    scene.insert(8).insert(6);
    scene.unlock();
    for (int number : new int[] {2, 3, 5}) {
      scene.create(9, Toys.LEAF, number).lock().insert(9).unlock();
    }
    scene.lock().insert(7).remove(7).remove(6).unlock();
    return scene;
  }

  @Test
  void correctFamiliesAndProgramsAreLeftAlone() {
    assertThat(violations(wellBehaved().end())).isEmpty();
    assertThat(violations(counts().withObject(7, Toys.PUT).end())).isEmpty();
    assertThat(violations(pointers().end())).isEmpty();
    assertThat(violations(trees().with(6, Toys.DROP).with(7, Toys.DROP).end())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUSH_FORGETS_PREVIOUS, container-links, before the container comes",
    "PUSH_FORGETS_OWNER, container-links, as its owner",
    "PUSH_LOSES_THE_NODE, container-links, and should come",
    "POP_TAKES_THE_WRONG_END, container-content, the one in that place",
    "POP_LEAVES_THE_NODE_LINKED, container-links, after the container comes",
    "POP_KEEPS_THE_OWNER, container-links, still names",
    "POP_FREES, free-while-held, it is in the toy_ring",
    "POP_FINDS_NOTHING, container-content, finds nothing although 3 nodes",
    "PEEK_GIVES_THE_SECOND, container-content, the one in that place",
    "DROP_FORGETS, leak, is left over",
    "DROP_FREES_TWICE, double-free, was freed by instruction",
    "LOCK_DOES_NOT_LOCK, section-exclusion, says that nobody is",
    "DRAIN_FORGETS, leak, last put into the toy_ring at offset 8 of 'shared'",
  })
  void brokenRingsAreFound(Bug bug, String check, String message) {
    var found = violations(wellBehaved().end(), bug);
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().check()).isEqualTo(check);
    assertThat(found.getFirst().problem().replace(",", "")).contains(message.replace(",", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ACQUIRE_FORGETS_TO_COUNT, reference-count, counts 1 references",
    "PUT_FREES_AT_ONCE, free-while-held, owes for it",
  })
  void brokenCountsAreFound(Bug bug, String check, String message) {
    var violation = only(counts().withObject(7, Toys.PUT).end(), bug);
    assertThat(violation.check()).isEqualTo(check);
    assertThat(violation.problem()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "INSERT_FORGETS_THE_PARENT, container-links, as its parent",
    "INSERT_SWAPS_OTHERS, container-links, changed their order",
    "REMOVE_DROPS_A_BRANCH, container-links, and 4 should be",
  })
  void brokenTreesAreFound(Bug bug, String check, String message) {
    var found = violations(trees().with(6, Toys.DROP).with(7, Toys.DROP).end(), bug);
    assertThat(found.getFirst().check()).isEqualTo(check);
    assertThat(found.getFirst().problem()).contains(message);
  }

  @Test
  void anExchangeThatLosesTheNewPointerIsFound() {
    var violation = only(pointers().end(), Bug.EXCHANGE_LOSES_THE_NEW);
    assertThat(violation.check()).isEqualTo("container-content");
    assertThat(violation.problem()).startsWith("exchange put 0x0 into the pointer at");
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void noBugGoesUnnoticed(Bug bug) {
    if (bug == Bug.LOCK_DOES_NOT_EXCLUDE) {
      // It takes two; see below.
      return;
    }
    var found = new ArrayList<Violation>();
    found.addAll(violations(wellBehaved().end(), bug));
    found.addAll(violations(counts().withObject(7, Toys.PUT).end(), bug));
    found.addAll(violations(pointers().end(), bug));
    found.addAll(violations(trees().with(6, Toys.DROP).with(7, Toys.DROP).end(), bug));
    assertThat(found).as(bug.name()).isNotEmpty();
  }

  @Test
  void whatARunOwesAtItsEndIsALeak() {
    var violation = only(new Scene().create(6, Toys.ITEM, 1).end());
    assertThat(violation.check()).isEqualTo("leak");
    assertThat(violation)
        .hasMessage(
            "program 'test', instruction 5: the run ends and owes 1 for 'item' (32 bytes, allocated"
                + " by instruction 1 of 'test'), since instruction 1 of 'test' [leak]");
  }

  @Test
  void aLeakSaysWhereTheObjectWasGivenAwayBefore() {
    var asm = new Scene().create(6, Toys.ITEM, 1).lock().push(6).pop(7).unlock().end();
    assertThat(only(asm).problem())
        .contains("owes 1 for 'item'")
        .contains("last put into the toy_ring at offset 8 of 'shared'");
  }

  @Test
  void freedObjectsAreNotAccessed() {
    var violation =
        only(new Scene().create(6, Toys.ITEM, 1).with(6, Toys.DROP).load(8, 0, 6, 0).end());
    assertThat(violation.check()).isEqualTo("use-after-free");
    assertThat(violation.problem())
        .startsWith("read of 8 bytes at offset 0 of 'item' (32 bytes, allocated by instruction 1")
        .contains("freed by instruction 5 of 'test'");
  }

  @Test
  void freedObjectsAreNotAccessedByRuntimeHalves() {
    var violation =
        only(new Scene().create(6, Toys.ITEM, 1).with(6, Toys.DROP).with(6, Toys.READ).end());
    assertThat(violation.check()).isEqualTo("use-after-free");
    assertThat(violation.slot()).isEqualTo(7);
  }

  @Test
  void objectsHaveEnds() {
    var beyond = new Scene().create(6, Toys.ITEM, 1).load(8, 0, 6, 25).end();
    assertThat(only(beyond).check()).isEqualTo("outside-object");
    var nowhere = new Scene().move(6, 0).load(8, 0, 6, 16).end();
    assertThat(only(nowhere).problem()).isEqualTo("read of 8 bytes at 0x10, where no memory is");
    var byHalf = new Scene().create(6, Toys.ITEM, 1).copy(1, 6).plus(1, 28).helper(Toys.READ);
    assertThat(only(byHalf.exit()).check()).isEqualTo("outside-object");
  }

  @Test
  void specialFieldsAreNotForPrograms() {
    var asm = new Scene().create(6, Toys.ITEM, 1).storeImmediate(8, 6, 16, 0).end();
    assertThat(only(asm).check()).isEqualTo("special-field");
    assertThat(only(asm).problem()).endsWith("where its toy_node is");
    var overlapping = new Scene().create(6, Toys.ITEM, 1).load(4, 0, 6, 28).end();
    assertThat(only(overlapping).check()).isEqualTo("special-field");
  }

  @Test
  void nothingIsGivenBackTwice() {
    var asm = new Scene().create(6, Toys.ITEM, 1).with(6, Toys.DROP).with(6, Toys.DROP).end();
    assertThat(only(asm).check()).isEqualTo("double-free");
    assertThat(only(asm).slot()).isEqualTo(7);
  }

  @Test
  void onlyWhatIsOwnedIsGivenAway() {
    var twice = new Scene().create(6, Toys.ITEM, 1).lock().push(6).push(6).unlock().end();
    assertThat(only(twice).check()).isEqualTo("not-owned");
    var dropped = new Scene().create(6, Toys.ITEM, 1).lock().push(6).unlock();
    assertThat(only(dropped.with(6, Toys.DROP).end()).problem())
        .startsWith("drop gives up 1 of 'item'")
        .contains("for which the run owes 0, last put into the toy_ring");
  }

  /// The second push is refused: it drops the reference that it was given.
  @Test
  void anAnswerMaySayThatNothingWasDone() {
    var scene = new Scene();
    scene.create(6, Toys.COUNTED, 1).with(6, Toys.ACQUIRE).lock().push(6).push(6).unlock();
    assertThat(violations(scene.end())).isEmpty();
  }

  @Test
  void containersAreGuardedByTheirLock() {
    var push = new Scene().create(6, Toys.ITEM, 1).push(6).end();
    assertThat(only(push).check()).isEqualTo("unguarded-access");
    assertThat(only(push).problem())
        .startsWith("push operates on the toy_ring at offset 8 of 'shared'")
        .endsWith("without the lock that guards it");
  }

  @Test
  void elementsAreGuardedByTheLockOfTheirContainer() {
    var inside = new Scene().create(6, Toys.ITEM, 1).lock().push(6).load(8, 0, 6, 0).unlock();
    assertThat(violations(inside.end())).isEmpty();
    var after = new Scene().create(6, Toys.ITEM, 1).lock().push(6).unlock().load(8, 0, 6, 0).end();
    assertThat(only(after).check()).isEqualTo("unguarded-access");
  }

  @Test
  void sectionsAreEnteredBeforeTheyAreLeftAndLeftBeforeTheEnd() {
    assertThat(only(new Scene().unlock().end()).check()).isEqualTo("section-not-entered");
    assertThat(only(new Scene().lock().end()).check()).isEqualTo("section-left-open");
  }

  @Test
  void whatIsLockedIsNotFreed() {
    var toys = new Toys();
    var fixture =
        toys.fixture()
            .helper(
                20,
                call -> {
                  call.machine().free(call.machine().place(call.argument(0)).start());
                  return 0;
                });
    var asm = new Scene().lock().mapValue(1, 0, 0).helper(20).end();
    try (var instance = fixture.instance(asm)) {
      assertThat(Toys.violations(instance))
          .singleElement()
          .satisfies(v -> assertThat(v.check()).isEqualTo("free-under-lock"));
    }
  }

  /// Runs the program `other` on another CPU, until it is over, in the middle of the first.
  private static List<Violation> together(Asm first, Asm other, Bug... bugs) {
    var holder = new AtomicReference<Instance>();
    var found = new ArrayList<Violation>();
    var fixture =
        new Toys(bugs)
            .fixture()
            .program("first", first)
            .program("other", other)
            .helper(
                20,
                call -> {
                  var instance = holder.get();
                  var thread =
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                try {
                                  instance.run(
                                      Execution.of(instance.programs().get(1), Fixture.NOTHING));
                                } catch (Violation e) {
                                  found.add(e);
                                }
                              });
                  join(thread);
                  return 0;
                });
    try (var instance = fixture.instance()) {
      holder.set(instance);
      found.addAll(Toys.violations(instance));
    }
    return found;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLockThatLetsTwoInIsFound() {
    var first = new Scene().lock().helper(20);
    var asm = new Scene().lock().helper(20).mapValue(1, 0, 0).helper(Toys.UNLOCK).end();
    assertThat(first.size()).isPositive();
    assertThat(together(asm, new Scene().lock().unlock().end(), Bug.LOCK_DOES_NOT_EXCLUDE))
        .first()
        .satisfies(v -> assertThat(v.check()).isEqualTo("section-exclusion"))
        .satisfies(v -> assertThat(v).hasMessageContaining("while the run of 'first' on CPU 0"));
  }

  @Test
  void whatOthersBorrowIsNotFreed() {
    // peek, and let the other pop without the lock and drop
    var first = new Scene().create(6, Toys.ITEM, 1);
    first.lock().push(6).peek(7).helper(20).mapValue(1, 0, 0).helper(Toys.UNLOCK);
    var other = new Scene().pop(6).withObject(6, Toys.DROP).end();
    assertThat(together(first.end(), other))
        .first()
        .satisfies(v -> assertThat(v.check()).isEqualTo("unguarded-access"));
  }

  @Test
  void uninitialisedBytesAreNotReadWhereThatMatters() {
    var stack =
        new Scene().storeImmediate(4, 10, -8, 1).load(4, 0, 10, -8).load(8, 0, 10, -8).end();
    var object = new Scene().create(6, Toys.COUNTED, 1).load(8, 0, 6, 0).with(6, Toys.PUT).end();
    var fresh = new Scene();
    fresh.move(1, Toys.LEAF).helper(Toys.NEW).copy(6, 0).load(8, 0, 6, 0).with(6, Toys.DROP);
    for (var watching : List.of(new Watching(true, true), Watching.DEFAULT)) {
      try (var instance = new Toys().fixture(watching).instance(stack)) {
        var found = Toys.violations(instance);
        assertThat(found).hasSize(watching.stack() ? 1 : 0);
        assertThat(found)
            .allSatisfy(v -> assertThat(v.check()).isEqualTo("uninitialised-read"))
            .allSatisfy(v -> assertThat(v).hasMessageContaining("of which byte 4 was never"));
      }
      try (var instance = new Toys().fixture(watching).instance(object)) {
        assertThat(Toys.violations(instance)).isEmpty();
      }
      try (var instance = new Toys().fixture(watching).instance(fresh.end())) {
        assertThat(Toys.violations(instance)).hasSize(watching.objects() ? 1 : 0);
      }
    }
  }

  @Test
  void stacksOfCallsAreFreshEachTime() {
    // two calls of a function that writes in the first and reads in the second
    var asm = new Asm().move(1, 1).call(5).move(1, 0).call(5).exit();
    asm.jumpIf(Asm.JEQ, 1, 0, 2).storeImmediate(8, 10, -8, 7).exit().load(8, 0, 10, -8).exit();
    try (var instance = new Toys().fixture(new Watching(true, false)).instance(asm)) {
      assertThat(Toys.violations(instance))
          .singleElement()
          .satisfies(v -> assertThat(v.slot()).isEqualTo(8));
    }
  }

  @Test
  void theAccountIsThereForWhoAsks() {
    var asked = new ArrayList<mortise.runtime.ghost.Ghost.Account>();
    var holder = new AtomicReference<Instance>();
    var fixture =
        new Toys()
            .fixture()
            .helper(
                20,
                call -> {
                  asked.add(holder.get().ghost().orElseThrow().current().orElseThrow());
                  assertThat(holder.get().ghost().orElseThrow().onCpu(0)).isEqualTo(asked);
                  return call.argument(0);
                });
    var asm = new Scene().create(6, Toys.ITEM, 1).lock().copy(1, 6).helper(20).copy(7, 0);
    asm.mapValue(1, 0, 0).helper(Toys.UNLOCK).copy(1, 6).helper(Toys.DROP).copy(0, 7).exit();
    try (var instance = fixture.instance(asm)) {
      holder.set(instance);
      long object = instance.run(Fixture.NOTHING);
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst().owed())
          .containsExactly(new mortise.runtime.ghost.Ghost.Owed(object, 1));
      assertThat(asked.getFirst().sections())
          .singleElement()
          .satisfies(inside -> assertThat(inside.section()).isEqualTo("toy_lock"))
          .satisfies(inside -> assertThat(inside.token()).isNotZero());
      assertThat(instance.ghost().orElseThrow().current()).isEmpty();
      assertThat(instance.ghost().orElseThrow().onCpu(0)).isEmpty();
    }
  }

  @Test
  void theWholeHeapIsLookedAtWhenAsked() {
    var holder = new AtomicReference<Instance>();
    var fixture =
        new Toys()
            .fixture()
            .helper(
                20,
                call -> {
                  // somebody else's hand in the ring
                  call.machine().store(call.argument(0) + 8, 0);
                  holder.get().ghost().orElseThrow().check();
                  return 0;
                });
    var asm = new Scene().create(6, Toys.ITEM, 1).lock().push(6).mapValue(1, 0, Toys.RING_AT);
    try (var instance = fixture.instance(asm.helper(20).exit())) {
      holder.set(instance);
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOf(Violation.class)
          .hasMessageContaining("before the container comes 0x0, and should come node")
          .hasMessageEndingWith("[container-links]");
    }
  }

  @Test
  void longRingsAreCheckedInProportion() {
    var scene = new Scene();
    scene.move(9, 2000);
    int start = scene.size();
    scene.create(6, Toys.ITEM, 1).lock().push(6).unlock().plus(9, -1);
    scene.jumpIf(Asm.JNE, 9, 0, start - scene.size() - 1);
    assertThat(violations(scene.end())).isEmpty();
  }

  @Test
  void runsThatFaultLeaveNoAccountsBehind() {
    var asm = new Scene().create(6, Toys.ITEM, 1).lock().helper(99).end();
    try (var instance = new Toys().fixture().instance(asm)) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING)).isInstanceOf(RunFault.class);
      assertThat(instance.finish()).isEmpty();
      assertThat(instance.closeAndReport()).hasSize(1);
    }
  }

  @Test
  void whoIsNotWatchedIsNotJudged() {
    var fixture = new Toys().fixture();
    try (var instance =
        Instance.create(
            new InstanceSpec(
                fixture.instance(new Scene().end()).programs(),
                List.of(),
                id -> java.util.Optional.empty(),
                Limits.DEFAULT))) {
      assertThat(instance.ghost()).isEmpty();
      assertThat(instance.finish()).isEmpty();
    }
  }
}
