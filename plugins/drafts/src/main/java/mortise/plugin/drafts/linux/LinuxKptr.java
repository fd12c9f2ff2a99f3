package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxKptrRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Access;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.Target;

/// Pointers kept in maps and objects (section 8).
///
/// Loads: RCU protects the program's own types and per-CPU objects; of the kernel's types it
/// protects four, which the field's pointee says ([#PROTECTED]).
final class LinuxKptr implements HelperFamily {
  private static final String[] MAPS = {
    "hash",
    "percpu_hash",
    "lru_hash",
    "lru_percpu_hash",
    "array",
    "percpu_array",
    "sk_storage",
    "inode_storage",
    "task_storage",
    "cgrp_storage"
  };
  private static final List<Rule> MISUSE =
      List.of(VARIABLE_ACCESS, MISALIGNED, WRONG_SIZE, WRONG_MODE);

  /// Kernel types that RCU protects.
  static final List<String> PROTECTED =
      List.of("task_struct", "cgroup", "bpf_cpumask", "bpf_crypto_ctx");

  static final FieldKind KPTR = pointer("kptr", protectedLoads(), STORE_REFERENCED, List.of());
  static final FieldKind PERCPU_KPTR =
      pointer(
          "percpu_kptr",
          List.of(
              new Access.Case(
                  Pointers.inRcu(),
                  Result.pointeeOf(Access.FIELD).orNull().qualified(Pointers.PERCPU, Pointers.RCU)),
              untrusted()),
          STORE_REFERENCED,
          List.of());
  static final FieldKind UNREFERENCED =
      pointer(
          "kptr_untrusted",
          List.of(untrusted()),
          STORE_OTHER,
          List.of(
              new Access.Requirement(
                  STORE_NUMBER, any(Access.VALUE.isNull(), Access.VALUE.pointsTo(anyPointer()))),
              new Access.Requirement(
                  STORE_OTHER, any(Access.VALUE.isNull(), Access.VALUE.fits(Access.FIELD)))));
  static final FieldKind USER =
      FieldKind.taggedPointer("uptr")
          .places(FieldKind.Place.MAP_VALUE)
          .mapKinds("task_storage")
          .access(
              new Access(
                  List.of(new Access.Case(always(), Result.pointeeOf(Access.FIELD).orNull())),
                  STORE_USER,
                  MISUSE))
          .build();

  @Override
  public FamilyInfo info() {
    return Kernel.family("kptr");
  }

  @Override
  public void declare(Declarations in) {
    in.field(UNREFERENCED);
    in.field(KPTR);
    in.field(PERCPU_KPTR);
    in.field(USER);
    exchange(in);
  }

  private static void exchange(Declarations in) {
    var f = in.helper(194, "bpf_kptr_xchg");
    if (Kernel.is7(in)) {
      f.allowedIn(LinuxLock.sections());
    }
    var field = f.pointer("dst");
    f.requires(WRONG_DESTINATION, field.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(UNTYPED, field.isTyped())
        .requires(VARIABLE_OFFSET, field.hasConstantOffset())
        .requires(
            NONE_THERE,
            any(field.hasField(KPTR), field.hasField(PERCPU_KPTR), field.hasField(UNREFERENCED)))
        .requires(
            ELSEWHERE,
            any(field.isField(KPTR), field.isField(PERCPU_KPTR), field.isField(UNREFERENCED)))
        .requires(UNREFERENCED_FIELD, any(field.isField(KPTR), field.isField(PERCPU_KPTR)));
    var source = source(f, field);
    var percpuInRcu = all(field.isField(PERCPU_KPTR), Pointers.inRcu());
    var result = Result.pointeeOf(field).acquired().orNull();
    f.effects(
            Effect.when(
                all(not(source.isNull()), percpuInRcu),
                Effect.giveAway(source, Pointers.PERCPU, Pointers.RCU)),
            Effect.when(all(not(source.isNull()), not(percpuInRcu)), Effect.release(source)))
        .outcome(Outcome.of("exchanged", result).possibleIf(field.isField(KPTR)))
        .outcome(
            Outcome.of("exchanged per CPU", result.qualified(Pointers.PERCPU))
                .possibleIf(field.isField(PERCPU_KPTR)))
        .prototype("void *bpf_kptr_xchg(void *dst, void *ptr)")
        .documentation("Puts a pointer into a field and takes out what was there.");
  }

  /// Null, or a pointer that the program owes for and that fits the field.
  private static Parameter source(FunctionBuilder f, Parameter field) {
    var source = f.pointer("ptr");
    var isNull = source.isNull();
    f.requires(WRONG_SOURCE, any(isNull, source.pointsTo(anyPointer())))
        .requires(MAYBE_NULL, any(isNull, source.isNotNull()))
        .requires(MISMATCH, any(isNull, source.fits(field)))
        .requires(SOURCE_OFFSET, any(isNull, source.isAtStart()))
        .requires(NOT_REFERENCED, any(isNull, source.isReferenced()));
    return source;
  }

  private static Target[] anyPointer() {
    return new Target[] {Target.OBJECT.anyhow().orNull(), Pointers.HOST_OBJECT.orNull()};
  }

  private static List<Access.Case> protectedLoads() {
    var host = PROTECTED.toArray(String[]::new);
    return List.of(
        new Access.Case(
            all(Pointers.inRcu(), Access.FIELD.pointee().isLocalOr(host)),
            Result.pointeeOf(Access.FIELD).orNull().qualified(Pointers.RCU)),
        untrusted());
  }

  private static Access.Case untrusted() {
    return new Access.Case(
        always(), Result.pointeeOf(Access.FIELD).orNull().qualified(Pointers.UNTRUSTED));
  }

  private static FieldKind pointer(
      String tag, List<Access.Case> loads, Rule store, List<Access.Requirement> stores) {
    return FieldKind.taggedPointer(tag)
        .inArrays()
        .mapKinds(MAPS)
        .access(new Access(loads, store, MISUSE, stores))
        .build();
  }
}
