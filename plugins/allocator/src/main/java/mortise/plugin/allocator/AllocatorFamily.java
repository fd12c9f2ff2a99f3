package mortise.plugin.allocator;

import static mortise.plugin.allocator.AllocatorRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;

/// Objects of the program's own types, as mainline allocates them: special fields initialised,
/// owned by the program until it drops them or gives them away. Those of which every CPU has a copy
/// consist of numbers, and are reached through a field that they were exchanged into.
///
/// Source: linux `bpf_obj_new_impl`, `bpf_percpu_obj_new_impl` and their drops (6.18).
public final class AllocatorFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("allocator", "linux", "1.1.0", "[0.1,0.2)");
  private static final int PERCPU_LIMIT = 512;
  private static final int PERCPU_LEVELS = 3;
  private static final Target PERCPU = Target.OBJECT.with(Ownership.PERCPU);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    declareNew(in, "bpf_obj_new_impl", true);
    declareDrop(in, "bpf_obj_drop_impl", true);
    declarePercpuNew(in, "bpf_percpu_obj_new_impl", true);
    declarePercpuDrop(in, "bpf_percpu_obj_drop_impl", true);
    if (Mainline.is7(in)) {
      declareNew(in, "bpf_obj_new", false);
      declareDrop(in, "bpf_obj_drop", false);
      declarePercpuNew(in, "bpf_percpu_obj_new", false);
      declarePercpuDrop(in, "bpf_percpu_obj_drop", false);
    }
    declareThisCpu(in);
    declarePerCpu(in, Mainline.closesHoles(in));
    in.header(
        """
        /* family allocator */
        #define bpf_obj_new(type) \\
          ((type *)bpf_obj_new_impl(bpf_core_type_id_local(type), (void *)0))
        #define bpf_obj_drop(object) bpf_obj_drop_impl(object, (void *)0)
        #define bpf_percpu_obj_new(type) \\
          ((type *)bpf_percpu_obj_new_impl(bpf_core_type_id_local(type), (void *)0))
        #define bpf_percpu_obj_drop(object) bpf_percpu_obj_drop_impl(object, (void *)0)
        """);
  }

  private static void declareNew(Declarations in, String name, boolean meta) {
    var function = function(in, name);
    var type = type(function);
    meta(function, meta);
    function
        .returns(Result.objectOf(type).acquired().orNull())
        .prototype("void *" + name + (meta ? "(__u64 id, void *meta)" : "(__u64 id)"))
        .documentation("Allocates an object of the struct whose BTF id is passed; owned, or NULL.")
        .runs(ObjectMemory::allocate);
  }

  private static void declareDrop(Declarations in, String name, boolean meta) {
    var function = function(in, name);
    var object = function.released("object");
    function.requires(PERCPU_TO_DROP, not(object.pointsTo(PERCPU)));
    dropped(function, object, meta, Target.OBJECT, name)
        .documentation("Destroys an owned object; what its fields own goes with it.")
        .runs(ObjectMemory::drop);
  }

  /// Source: linux `check_kfunc_call`, `__btf_type_is_scalar_struct` (6.18).
  private static void declarePercpuNew(Declarations in, String name, boolean meta) {
    var function = function(in, name);
    var type = type(function);
    function
        .requires(PERCPU_TOO_LARGE, type.hasSizeAtMost(PERCPU_LIMIT))
        .requires(PERCPU_EMPTY, not(type.hasSizeAtMost(0)))
        .requires(PERCPU_NOT_NUMBERS, type.hasOnlyNumbers(PERCPU_LEVELS))
        .requires(PERCPU_SPECIAL_FIELDS, type.hasOnlyFields());
    meta(function, meta);
    function
        .returns(Result.objectOf(type).acquired().orNull().qualified(Ownership.PERCPU))
        .prototype("void *" + name + (meta ? "(__u64 id, void *meta)" : "(__u64 id)"))
        .documentation("Allocates an object that every CPU has a copy of; owned, or NULL.")
        .runs(PercpuObjects::allocate);
  }

  private static void declarePercpuDrop(Declarations in, String name, boolean meta) {
    var function = function(in, name);
    var object = function.released("object");
    function.requires(PLAIN_TO_PERCPU_DROP, not(object.pointsTo(Target.OBJECT)));
    dropped(function, object, meta, PERCPU, name)
        .documentation("Gives an owned object back that every CPU has a copy of.")
        .runs(ObjectMemory::drop);
  }

  private static FunctionBuilder dropped(
      FunctionBuilder function, Parameter object, boolean meta, Target target, String name) {
    function
        .requires(OwnershipRules.EXPECTS_OBJECT, object.pointsTo(target))
        .requires(StandardRules.NOT_REFERENCED, object.isReferenced());
    meta(function, meta);
    return function
        .announces(Ownership.RELEASING, object)
        .effects(Effect.release(object))
        .returns(Result.nothing())
        .prototype("void " + name + (meta ? "(void *object, void *meta)" : "(void *object)"));
  }

  private static void declareThisCpu(Declarations in) {
    var function = in.helper(154, "bpf_this_cpu_ptr");
    var object = percpuPointer(function);
    function
        .returns(Result.copyOf(object).qualified(Ownership.RCU))
        .prototype("void *bpf_this_cpu_ptr(const void *object)")
        .documentation("This CPU's copy of an object that every CPU has a copy of.")
        .runs(PercpuObjects::here);
  }

  /// 6.18 takes the result for a pointer that is not null, although a CPU that is not there has no
  /// copy.
  private static void declarePerCpu(Declarations in, boolean checked) {
    var function = in.helper(153, "bpf_per_cpu_ptr");
    var object = percpuPointer(function);
    function.anything("cpu");
    var copy = Result.copyOf(object).qualified(Ownership.RCU);
    function
        .returns(checked ? copy.orNull() : copy)
        .prototype("void *bpf_per_cpu_ptr(const void *object, __u32 cpu)")
        .documentation("The copy that a CPU has, NULL if there is no such CPU.")
        .runs(PercpuObjects::on);
  }

  /// Source: linux `percpu_btf_ptr_types` (6.18).
  private static Parameter percpuPointer(FunctionBuilder function) {
    var object = function.pointer("object");
    var host = new Target(Target.Kind.HOST_OBJECT, List.of(Ownership.PERCPU), false, false);
    function.requires(
        NOT_PERCPU,
        any(
            all(object.isNotNull(), object.has(Ownership.PERCPU), object.has(Ownership.RCU)),
            object.pointsTo(host)));
    return object;
  }

  private static Parameter type(FunctionBuilder function) {
    var type = function.localType("local_type_id");
    function.requires(TYPE_NOT_STRUCT, type.namesStruct());
    return type;
  }

  private static void meta(FunctionBuilder function, boolean hidden) {
    if (hidden) {
      function.ignored("meta");
    }
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).callableFrom(Mainline.objectPrograms());
  }
}
