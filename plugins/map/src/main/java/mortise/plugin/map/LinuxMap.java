package mortise.plugin.map;

import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inProgram;

import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter.MapKey;
import mortise.spi.Parameter.MapValue;
import mortise.spi.Result;
import mortise.spi.StandardRules;

/// Maps as mainline has them: their kinds, and the functions that look up, store and delete.
public final class LinuxMap implements HelperFamily {
  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("map", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    MapKinds.ALL.forEach(in::map);
    lookup(in);
    update(in);
    delete(in);
    Queues.declare(in);
    tailCall(in);
  }

  private static void lookup(Declarations in) {
    var function = in.helper(1, "bpf_map_lookup_elem");
    var map = function.map("map");
    var key = function.parameter("key", new MapKey(map));
    function
        .requires(StandardRules.MAP_TYPE, map.isMapOfType(MapKinds.lookup()))
        .takesPackets()
        .returns(Result.valueOf(map).orNullUnless(key.isPresentIn(map)))
        .prototype("void *bpf_map_lookup_elem(void *map, const void *key)")
        .documentation(
            """
            The value stored under `key`, or `NULL`. For a map of maps the value is a map. What is \
            found stays readable and writable, even after somebody else deletes it. In an array, \
            the value at a constant index below `max_entries` is always there.
            """)
        .runs(call -> call.machine().map(call.argument(0)).lookup(call.argument(1)));
  }

  private static void update(Declarations in) {
    var function = in.helper(2, "bpf_map_update_elem");
    var map = function.map("map");
    function.parameter("key", new MapKey(map));
    function.parameter("value", new MapValue(map, false));
    function.anything("flags");
    function
        .requires(MapRules.UPDATE_OF_READ_ONLY, map.isWritableMap())
        .requires(StandardRules.MAP_TYPE, map.isMapOfType(MapKinds.change()))
        .requires(
            MapRules.SOCKETS_NOT_HERE,
            any(map.isMapOfType(MapKinds.update()), inProgram(MapKinds.socketPrograms())))
        .takesPackets()
        .returns(Result.scalar())
        .prototype(
            "long bpf_map_update_elem(void *map, const void *key, const void *value, __u64 flags)")
        .documentation(
            """
            Stores `value` under `key`. Special fields of the value (locks, containers, pointers) \
            are not copied: those that are there stay, those of a new value are empty.

            `flags`: `BPF_ANY` 0, `BPF_NOEXIST` 1 (`-EEXIST` if the key is there), `BPF_EXIST` 2 \
            (`-ENOENT` if it is not). `-E2BIG` if the map is full, `-EINVAL` for other flags.
            """)
        .runs(
            call ->
                call.machine()
                    .map(call.argument(0))
                    .update(call.argument(1), call.argument(2), call.argument(3)));
  }

  private static void delete(Declarations in) {
    var function = in.helper(3, "bpf_map_delete_elem");
    var map = function.map("map");
    function.parameter("key", new MapKey(map));
    function
        .requires(MapRules.UPDATE_OF_READ_ONLY, map.isWritableMap())
        .requires(StandardRules.MAP_TYPE, map.isMapOfType(MapKinds.change()))
        .requires(
            MapRules.SOCKETS_NOT_HERE,
            any(
                map.isMapOfType(MapKinds.update()),
                inProgram(MapKinds.socketPrograms()),
                inProgram("sock_ops")))
        .takesPackets()
        .returns(Result.scalar())
        .prototype("long bpf_map_delete_elem(void *map, const void *key)")
        .documentation(
            """
            Deletes the value under `key`, and all that its special fields hold. `-ENOENT` if it \
            is not there; `-EINVAL` for arrays, whose values are always there.
            """)
        .runs(call -> call.machine().map(call.argument(0)).delete(call.argument(1)));
  }

  private static void tailCall(Declarations in) {
    var function = in.helper(12, "bpf_tail_call");
    function.context("context");
    var programs = function.map("programs");
    function.anything("index");
    function
        .requires(
            MapRules.TAIL_CALL_NEEDS_PROGRAM_ARRAY,
            programs.isMapOfType(MapKinds.PROGRAM_ARRAY.number()))
        .effects(Effect.mayEnd("tail_call"))
        .returns(Result.nothing())
        .prototype("long bpf_tail_call(void *context, void *programs, __u32 index)")
        .documentation(
            """
            Continues with the program at `index`, and does not come back; with none there, it \
            does nothing.
            """);
  }
}
