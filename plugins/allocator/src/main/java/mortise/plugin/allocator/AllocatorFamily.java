package mortise.plugin.allocator;

import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;

/// Objects of the program's own types, as mainline allocates them: special fields initialised,
/// owned by the program until it drops them or gives them away.
///
/// Source: linux `bpf_obj_new_impl`, `bpf_obj_drop_impl` (6.18).
public final class AllocatorFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("allocator", "linux", "1.0.0", "[0.1,0.2)");
  private static final String[] CALLERS = {
    "tracing", "tc", "xdp", "struct_ops", "syscall", "cgroup_skb"
  };

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    declareNew(in);
    declareDrop(in);
    in.header(
        """
        /* family allocator */
        #define bpf_obj_new(type) \\
          ((type *)bpf_obj_new_impl(bpf_core_type_id_local(type), (void *)0))
        #define bpf_obj_drop(object) bpf_obj_drop_impl(object, (void *)0)
        """);
  }

  private static void declareNew(Declarations in) {
    var function =
        in.function("bpf_obj_new_impl")
            .prototype("void *bpf_obj_new_impl(__u64 local_type_id, void *meta)")
            .documentation(
                "Allocates an object of the struct whose BTF id is passed; owned, or NULL.")
            .callableFrom(CALLERS);
    var type = function.localType("local_type_id");
    function.requires(AllocatorRules.TYPE_NOT_STRUCT, type.namesStruct());
    function.ignored("meta");
    function.returns(Result.objectOf(type).acquired().orNull()).runs(ObjectMemory::allocate);
  }

  private static void declareDrop(Declarations in) {
    var function =
        in.function("bpf_obj_drop_impl")
            .prototype("void bpf_obj_drop_impl(void *object, void *meta)")
            .documentation("Destroys an owned object; what its containers hold goes with it.")
            .callableFrom(CALLERS);
    var object = function.released("object");
    function
        .requires(OwnershipRules.EXPECTS_OBJECT, object.pointsTo(Target.OBJECT))
        .requires(StandardRules.NOT_REFERENCED, object.isReferenced());
    function.ignored("meta");
    function
        .announces(Ownership.RELEASING, object)
        .effects(Effect.release(object))
        .returns(Result.nothing())
        .runs(ObjectMemory::drop);
  }
}
