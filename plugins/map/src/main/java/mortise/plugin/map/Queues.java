package mortise.plugin.map;

import static mortise.plugin.map.Errors.INVALID;

import java.util.function.ToIntBiFunction;
import mortise.spi.Declarations;
import mortise.spi.Parameter.MapValue;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.runtime.Call;

/// The functions of maps without keys.
final class Queues {
  private Queues() {}

  static void declare(Declarations in) {
    var push = in.helper(87, "bpf_map_push_elem");
    var map = push.map("map");
    push.parameter("value", new MapValue(map, false));
    push.anything("flags");
    push.requires(MapRules.UPDATE_OF_READ_ONLY, map.isWritableMap())
        .requires(StandardRules.MAP_TYPE, map.isMapOfType(MapKinds.push()))
        .takesPackets()
        .returns(Result.scalar())
        .prototype("long bpf_map_push_elem(void *map, const void *value, __u64 flags)")
        .documentation(
            """
            Puts `value` in. `-E2BIG` if the map is full; with the flag `BPF_EXIST` it loses its \
            oldest instead.
            """)
        .runs(call -> answer(call, (queue, c) -> queue.push(c.argument(1), c.argument(2))));
    take(
        in,
        88,
        "bpf_map_pop_elem",
        "Takes the next value out: the oldest of a queue, the"
            + " youngest of a stack. `-ENOENT` if there is none.",
        QueueMap::pop);
    take(
        in,
        89,
        "bpf_map_peek_elem",
        "Copies the next value and leaves it where it is. `-ENOENT`" + " if there is none.",
        QueueMap::peek);
  }

  private static void take(
      Declarations in,
      int id,
      String name,
      String documentation,
      ToIntBiFunction<QueueMap, Long> taking) {
    var function = in.helper(id, name);
    boolean takesOut = id != 89;
    var map = function.map("map");
    function.parameter("value", new MapValue(map, true));
    if (takesOut) {
      function.requires(MapRules.UPDATE_OF_READ_ONLY, map.isWritableMap());
    }
    function
        .requires(
            StandardRules.MAP_TYPE, map.isMapOfType(takesOut ? MapKinds.pop() : MapKinds.push()))
        .returns(Result.scalar())
        .prototype("long " + name + "(void *map, void *value)")
        .documentation(documentation)
        .runs(call -> answer(call, (queue, c) -> taking.applyAsInt(queue, c.argument(1))));
  }

  private static long answer(Call call, ToIntBiFunction<QueueMap, Call> doing) {
    return call.machine().map(call.argument(0)) instanceof QueueMap queue
        ? doing.applyAsInt(queue, call)
        : INVALID;
  }
}
