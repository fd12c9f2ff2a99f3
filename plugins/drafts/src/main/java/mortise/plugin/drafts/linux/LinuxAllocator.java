package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxAllocatorRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.hasTypes;
import static mortise.spi.Condition.not;

import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.spi.Target;

/// Objects of the program's own types, plain and per CPU (sections 1 and 8.5).
final class LinuxAllocator implements HelperFamily {
  private static final long U32_MAX = 0xffff_ffffL;
  private static final int PERCPU_LIMIT = 512;
  private static final int PERCPU_LEVELS = 4;

  @Override
  public FamilyInfo info() {
    return Kernel.family("allocator");
  }

  @Override
  public void declare(Declarations in) {
    newObject(in, "bpf_obj_new_impl", true);
    newPercpuObject(in, "bpf_percpu_obj_new_impl", true);
    drop(in, "bpf_obj_drop_impl", true);
    dropPercpu(in, "bpf_percpu_obj_drop_impl", true);
    if (Kernel.is7(in)) {
      newObject(in, "bpf_obj_new", false);
      newPercpuObject(in, "bpf_percpu_obj_new", false);
      drop(in, "bpf_obj_drop", false);
      dropPercpu(in, "bpf_percpu_obj_drop", false);
    }
    thisCpu(in);
    perCpu(in);
  }

  private static void newObject(Declarations in, String name, boolean meta) {
    var f = function(in, name);
    var type = type(f);
    meta(f, meta);
    f.returns(Result.objectOf(type).acquired().orNull())
        .announces(Events.ALLOCATED, Subject.result())
        .prototype("void *" + name + (meta ? "(__u64 id, void *meta)" : "(__u64 id)"))
        .documentation("A new object of a struct of the program's own, owned by the program.");
  }

  private static void newPercpuObject(Declarations in, String name, boolean meta) {
    var f = function(in, name);
    var type = type(f);
    f.requires(PERCPU_TOO_LARGE, type.hasSizeAtMost(PERCPU_LIMIT))
        .requires(PERCPU_NOT_SCALARS, type.hasOnlyNumbers(PERCPU_LEVELS))
        .requires(PERCPU_SPECIAL_FIELDS, type.hasOnlyFields());
    meta(f, meta);
    f.returns(Result.objectOf(type).acquired().orNull().qualified(Pointers.PERCPU))
        .announces(Events.ALLOCATED, Subject.result())
        .prototype("void *" + name + (meta ? "(__u64 id, void *meta)" : "(__u64 id)"))
        .documentation("A new object that every CPU has a copy of.");
  }

  private static void drop(Declarations in, String name, boolean meta) {
    var f = function(in, name);
    var object = f.released("p");
    f.requires(PERCPU_TO_DROP, not(object.pointsTo(Pointers.PERCPU_OBJECT)))
        .requires(NOT_ALLOCATED, object.pointsTo(Target.OBJECT.anyhow()))
        .requires(NOT_REFERENCED, object.isReferenced());
    meta(f, meta);
    f.announces(Events.RELEASING, object)
        .effects(Effect.release(object))
        .returns(Result.nothing())
        .prototype("void " + name + (meta ? "(void *object, void *meta)" : "(void *object)"))
        .documentation("Gives up the program's reference; the object goes with the last.");
  }

  private static void dropPercpu(Declarations in, String name, boolean meta) {
    var f = function(in, name);
    var object = f.released("p");
    f.requires(
            PLAIN_TO_PERCPU_DROP,
            any(object.pointsTo(Pointers.PERCPU_OBJECT), not(object.pointsTo(Target.OBJECT))))
        .requires(NOT_ALLOCATED, object.pointsTo(Pointers.PERCPU_OBJECT))
        .requires(NOT_REFERENCED, object.isReferenced());
    meta(f, meta);
    f.announces(Events.RELEASING, object)
        .effects(Effect.release(object))
        .returns(Result.nothing())
        .prototype("void " + name + (meta ? "(void *object, void *meta)" : "(void *object)"))
        .documentation("Gives a per-CPU object up.");
  }

  private static void thisCpu(Declarations in) {
    var f = in.helper(154, "bpf_this_cpu_ptr");
    var object = percpuPointer(f);
    f.returns(Result.copyOf(object).qualified(Pointers.RCU))
        .prototype("void *bpf_this_cpu_ptr(const void *percpu_ptr)")
        .documentation("This CPU's copy of a per-CPU object.");
  }

  private static void perCpu(Declarations in) {
    var f = in.helper(153, "bpf_per_cpu_ptr");
    var object = percpuPointer(f);
    f.anything("cpu");
    f.returns(Result.copyOf(object).qualified(Pointers.RCU).orNull())
        .prototype("void *bpf_per_cpu_ptr(const void *percpu_ptr, __u32 cpu)")
        .documentation("The copy of a per-CPU object that a given CPU has; null if there is none.");
  }

  private static Parameter percpuPointer(FunctionBuilder f) {
    var object = f.pointer("percpu_ptr");
    f.requires(
        NOT_PERCPU,
        all(
            object.has(Pointers.PERCPU),
            any(
                object.has(Pointers.RCU),
                object.has(Pointers.TRUSTED),
                object.pointsTo(Pointers.HOST_OBJECT))));
    return object;
  }

  private static Parameter type(FunctionBuilder f) {
    var type = f.constant("local_type_id");
    f.requires(TYPE_ID_RANGE, type.isBetween(0, U32_MAX))
        .requires(NO_TYPES, hasTypes())
        .requires(NOT_A_STRUCT, type.namesStruct());
    return type;
  }

  private static void meta(FunctionBuilder f, boolean hidden) {
    if (hidden) {
      f.ignored("meta");
    }
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).callableFrom(Kernel.objectPrograms());
  }
}
