package mortise.plugin.kptr;

import static mortise.plugin.kptr.LinuxKptrRules.*;
import static mortise.plugin.ownership.api.Ownership.inRcu;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.Shape;
import mortise.spi.Target;

/// Pointers kept in maps, globals and objects, as mainline has them: a field owns what it points to
/// (or, `kptr_untrusted`, does not), and is exchanged as a whole.
///
/// Source: linux `bpf_kptr_xchg`, `process_kptr_func`, `check_map_kptr_access` (6.18).
public final class LinuxKptr implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("kptr", "linux", "1.0.0", "[0.1,0.2)");

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

  /// The host's types that RCU protects.
  ///
  /// Source: linux `rcu_protected_types` (6.18).
  private static final String[] PROTECTED = {
    "task_struct", "cgroup", "bpf_cpumask", "bpf_crypto_ctx"
  };

  static final FieldKind KPTR =
      FieldKind.taggedPointer("kptr")
          .inArrays()
          .owning()
          .mapKinds(MAPS)
          .lifecycle(PointerWord.LIFECYCLE)
          .shaped(new Shape.Pointer(0))
          .access(new Access(loads(), STORE_REFERENCED, MISUSE).directly(INDIRECT))
          .build();

  static final FieldKind PERCPU_KPTR =
      FieldKind.taggedPointer("percpu_kptr")
          .inArrays()
          .owning()
          .mapKinds(MAPS)
          .lifecycle(PointerWord.LIFECYCLE)
          .shaped(new Shape.Pointer(0))
          .access(
              new Access(
                      List.of(
                          new Access.Case(
                              inRcu(), pointee().qualified(Ownership.PERCPU, Ownership.RCU)),
                          untrusted()),
                      STORE_REFERENCED,
                      MISUSE)
                  .directly(INDIRECT))
          .build();

  static final FieldKind UNREFERENCED =
      FieldKind.taggedPointer("kptr_untrusted")
          .called("kptr")
          .inArrays()
          .mapKinds(MAPS)
          .access(
              new Access(List.of(untrusted()), STORE_OTHER, MISUSE)
                  .directly(INDIRECT)
                  .storing(
                      new Access.Requirement(STORE_NUMBER, Access.IMMEDIATE.isNull()),
                      new Access.Requirement(STORE_KIND, storable()),
                      new Access.Requirement(
                          STORE_OTHER,
                          any(Access.VALUE.isNull(), Access.VALUE.fits(Access.FIELD)))))
          .build();

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    if (Mainline.is7(in)) {
      in.limitOwnership(Mainline.ownership(in).byPointers(KPTR, PERCPU_KPTR));
    }
    in.field(UNREFERENCED);
    in.field(KPTR);
    in.field(PERCPU_KPTR);
    in.header(
        """
        /* family kptr */
        #define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
        #define __kptr __attribute__((btf_type_tag("kptr")))
        #define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))
        """);
    exchange(in);
  }

  private static Result pointee() {
    return Result.pointeeOf(Access.FIELD).orNull();
  }

  /// What RCU keeps: every type of the program's own, and four of the host's. A node that is
  /// reached this way is not owned and may be on a collection.
  ///
  /// Source: linux `btf_ld_kptr_type`, `rcu_safe_kptr` (6.18).
  private static List<Access.Case> loads() {
    var type = Access.FIELD.pointee();
    return List.of(
        new Access.Case(
            all(inRcu(), type.hasField(Ownership.NODE)),
            pointee().qualified(Ownership.RCU, Ownership.BORROWED)),
        new Access.Case(
            all(inRcu(), type.isLocalOr(PROTECTED)), pointee().qualified(Ownership.RCU)),
        untrusted());
  }

  private static Access.Case untrusted() {
    return new Access.Case(always(), pointee().qualified(Ownership.UNTRUSTED));
  }

  /// Any pointer to an object, but for one that RCU or a collection lends.
  ///
  /// Source: linux `map_kptr_match_type` (6.18).
  private static Condition storable() {
    var value = Access.VALUE;
    return any(
        value.isNull(),
        value.pointsTo(
            Target.OBJECT.orNull(),
            Target.OBJECT.with(Ownership.UNTRUSTED).orNull(),
            Target.OBJECT.with(Ownership.UNTRUSTED, Ownership.OUTLIVED).orNull(),
            new Target(Target.Kind.HOST_OBJECT, List.of(), false, true)),
        never(value.fits(Access.FIELD)));
  }

  /// What never holds, and says of itself what the condition does.
  private static Condition never(Condition condition) {
    return all(not(condition), condition);
  }

  private static void exchange(Declarations in) {
    var f = in.helper(194, "bpf_kptr_xchg");
    var field = destination(f, Mainline.is7(in));
    var source = source(f, field);
    var given = not(source.isNull());
    var keeps = all(field.isField(PERCPU_KPTR), inRcu());
    var result = Result.pointeeOf(field).acquired().orNull();
    f.effects(
            Effect.when(all(given, keeps), Effect.giveAway(source, Ownership.RCU)),
            Effect.when(all(given, not(keeps)), Effect.release(source)))
        .outcome(Outcome.of("exchanged", result).possibleIf(field.isField(KPTR)))
        .outcome(
            Outcome.of("exchanged per CPU", result.qualified(Ownership.PERCPU))
                .possibleIf(field.isField(PERCPU_KPTR)))
        .prototype("void *bpf_kptr_xchg(void *dst, void *ptr)")
        .documentation("Puts an owned pointer, or null, into a field and gives what it owned.")
        .moves(Movement.exchange(field, source))
        .runs(PointerWord::swap);
  }

  /// Source: linux `process_kptr_func` (6.18).
  private static Parameter destination(FunctionBuilder f, boolean borrowed) {
    var field = f.pointer("dst");
    var isField = any(field.isField(KPTR), field.isField(PERCPU_KPTR), field.isField(UNREFERENCED));
    var hasField =
        any(field.hasField(KPTR), field.hasField(PERCPU_KPTR), field.hasField(UNREFERENCED));
    f.requires(
            WRONG_DESTINATION,
            borrowed
                ? field.pointsTo(
                    Target.MAP_VALUE,
                    Target.OBJECT,
                    Target.OBJECT.with(Ownership.BORROWED),
                    Target.OBJECT.with(Ownership.BORROWED, Ownership.RCU))
                : field.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(UNTYPED, field.isTyped())
        .requires(VARIABLE_OFFSET, field.hasConstantOffset())
        .requires(NONE_THERE, hasField)
        .requires(ELSEWHERE, isField)
        .requires(UNREFERENCED_FIELD, any(field.isField(KPTR), field.isField(PERCPU_KPTR)));
    return field;
  }

  /// Null, or a pointer that the program owes for and that fits the field.
  private static Parameter source(FunctionBuilder f, Parameter field) {
    var source = f.pointer("ptr");
    var isNull = source.isNull();
    var object = new Target(Target.Kind.OBJECT, List.of(), false, true);
    var host = new Target(Target.Kind.HOST_OBJECT, List.of(), false, true);
    f.requires(
            WRONG_SOURCE,
            any(
                isNull,
                all(
                    source.pointsTo(object, host),
                    not(source.has(Ownership.UNTRUSTED)),
                    not(source.has(Ownership.BORROWED)),
                    not(all(source.has(Ownership.PERCPU), source.has(Ownership.RCU))))))
        .requires(MAYBE_NULL, any(isNull, source.pointsTo(object), source.isNotNull()))
        .requires(
            NOT_OWNED,
            implies(
                source.pointsTo(object),
                source.pointsTo(Target.OBJECT, Target.OBJECT.with(Ownership.PERCPU))))
        .requires(
            WRONG_KIND,
            any(
                not(source.has(Ownership.PERCPU)),
                field.isField(PERCPU_KPTR),
                never(source.fits(field))))
        .requires(MISMATCH, any(isNull, source.fits(field)))
        .requires(NOT_REFERENCED, any(isNull, source.isReferenced()));
    return source;
  }
}
