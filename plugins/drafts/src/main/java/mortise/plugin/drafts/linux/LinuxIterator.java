package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxIteratorRules.*;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inProgram;
import static mortise.spi.Condition.sleepable;

import java.util.Optional;
import java.util.function.Consumer;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SlotKind;

/// Open-coded iterators: `_new`, `_next` until it is drained, `_destroy` (section 11).
final class LinuxIterator implements HelperFamily {
  /// Where an iterator stands; once drained it stays so.
  enum Progress {
    ACTIVE,
    DRAINED
  }

  static final Facet<Progress> PROGRESS =
      Facet.onIdentity("iterator.progress", Progress.class, Progress.ACTIVE);

  private static final int INT_SIZE = 4;

  /// One iterator: its functions differ in what `_new` takes and what `_next` gives.
  ///
  /// @param locked whether it may be used under a lock
  /// @param rcu whether what it walks is protected by the read section it was made in
  private record Kind(SlotKind slot, Result element, boolean locked, boolean rcu) {
    static Kind of(String name, int size, Result element) {
      return new Kind(slot(name, size), element, false, false);
    }

    static Kind host(String name, int size, String type) {
      return of(name, size, Result.hostObject(type).qualified(Pointers.TRUSTED));
    }

    Kind underLocks() {
      return new Kind(slot, element, true, rcu);
    }

    Kind inRcu() {
      return new Kind(slot, element.qualified(Pointers.RCU), locked, true);
    }

    String function(String what) {
      return "bpf_" + slot.name() + "_" + what;
    }

    private static SlotKind slot(String name, int size) {
      return new SlotKind("iter_" + name, size, NOT_ON_STACK, IN_USE, NOT_THERE, Optional.empty());
    }
  }

  @Override
  public FamilyInfo info() {
    return Kernel.family("iterator");
  }

  @Override
  public void declare(Declarations in) {
    var number = Result.memory(INT_SIZE, true);
    iterator(
        in,
        Kind.of("num", 8, number).underLocks(),
        "int start, int end",
        f -> {
          f.scalar("start");
          f.scalar("end");
        });
    iterator(
        in,
        Kind.of("bits", 16, number),
        "const __u64 *unsafe_ptr, __u32 nr_words",
        f -> {
          f.anything("unsafe_ptr__ign");
          f.scalar("nr_words");
        });
    iterator(
        in,
        Kind.host("task", 24, "task_struct").inRcu(),
        "struct task_struct *task, unsigned int flags",
        f -> {
          f.pointer("task__nullable");
          f.scalar("flags");
        });
    iterator(
        in,
        Kind.host("task_vma", 8, "vm_area_struct").inRcu(),
        "struct task_struct *task, __u64 addr",
        f -> {
          f.trusted("task");
          f.scalar("addr");
        });
    iterator(
        in,
        Kind.host("css", 24, "cgroup_subsys_state").inRcu(),
        "struct cgroup_subsys_state *start, unsigned int flags",
        f -> {
          f.trusted("start");
          f.scalar("flags");
        });
    iterator(
        in,
        Kind.host("css_task", 8, "task_struct"),
        "struct cgroup_subsys_state *css, unsigned int flags",
        f -> {
          f.requires(CSS_TASK_PROGRAM, any(sleepable(), inProgram("lsm", "iter")));
          f.trusted("css");
          f.scalar("flags");
        });
    iterator(in, Kind.host("kmem_cache", 8, "kmem_cache"), "", f -> {});
    iterator(in, Kind.host("dmabuf", 8, "dma_buf"), "", f -> {});
  }

  private static void iterator(
      Declarations in, Kind kind, String arguments, Consumer<FunctionBuilder> more) {
    var type = "struct bpf_" + kind.slot().name() + " *it";
    create(function(in, kind, "new"), kind, more)
        .returns(Result.scalar())
        .prototype(
            "int %s(%s%s)"
                .formatted(kind.function("new"), type, arguments.isEmpty() ? "" : ", " + arguments))
        .documentation("Begins an iteration; the iterator must be destroyed even where it fails.");
    next(function(in, kind, "next"), kind)
        .prototype("void *%s(%s)".formatted(kind.function("next"), type))
        .documentation("The next element; null once there are no more, and ever after.");
    destroy(function(in, kind, "destroy"), kind)
        .returns(Result.nothing())
        .prototype("void %s(%s)".formatted(kind.function("destroy"), type))
        .documentation("Ends the iteration, and the pointers that it gave.");
  }

  private static FunctionBuilder create(
      FunctionBuilder f, Kind kind, Consumer<FunctionBuilder> more) {
    if (kind.rcu()) {
      f.requires(NEEDS_RCU, Pointers.inRcu());
    }
    var iterator = f.slot("it", kind.slot(), false);
    more.accept(f);
    f.effects(Effect.createSlot(iterator), Effect.set(iterator, PROGRESS, Progress.ACTIVE));
    return kind.rcu() ? f.effects(Effect.qualify(iterator, Pointers.RCU)) : f;
  }

  private static FunctionBuilder next(FunctionBuilder f, Kind kind) {
    var iterator = live(f, kind);
    return f.outcome(
            Outcome.of(
                "drained", Result.scalar(0, 0), Effect.set(iterator, PROGRESS, Progress.DRAINED)))
        .outcome(
            Outcome.of("element", kind.element().childOf(iterator))
                .possibleIf(iterator.is(PROGRESS, Progress.ACTIVE))
                .repeating());
  }

  private static FunctionBuilder destroy(FunctionBuilder f, Kind kind) {
    var iterator = live(f, kind);
    return f.effects(Effect.destroySlot(iterator));
  }

  private static Parameter live(FunctionBuilder f, Kind kind) {
    var iterator = f.slot("it", kind.slot(), true);
    if (kind.rcu()) {
      f.requires(SECTION_ENDED, iterator.has(Pointers.RCU));
    }
    return iterator;
  }

  private static FunctionBuilder function(Declarations in, Kind kind, String what) {
    // What is `locked` is allowed under a lock too; locks are no draft any more.
    return in.function(kind.function(what));
  }
}
