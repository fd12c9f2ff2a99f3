package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A call that has begun and is not over. Guarded by the heap's lock.
final class PendingCall {
  final String function;
  final Meaning meaning;
  final GhostRun run;
  private final long[] arguments;

  /// What the arguments led to when it began. By its end somebody else may have freed what it gave
  /// up.
  private final @Nullable Thing[] led = new @Nullable Thing[5];

  /// The arguments of the callback that is being called; none outside of callbacks.
  long[] callback = {};

  /// What the run could look at before it.
  Map<Thing, Set<String>> seen = Map.of();

  /// The references that the call may give up.
  final Map<Thing, Integer> transit = new HashMap<>();

  /// What it is at work on.
  final Set<Thing> things = new HashSet<>();

  final List<Container> containers = new ArrayList<>();

  /// Sections left already.
  final Set<Deed> left = new HashSet<>();

  /// What it took out of a pointer field; null if it did not exchange.
  @Nullable Thing taken;

  /// What it put there.
  @Nullable Thing put;

  boolean exchanged;

  /// The node before the one that it took out of a container; 0 for none.
  long before;

  PendingCall(GhostRun run, String function, Meaning meaning, long[] registers, Things things) {
    this.run = run;
    this.function = function;
    this.meaning = meaning;
    arguments = new long[] {registers[1], registers[2], registers[3], registers[4], registers[5]};
    if (!meaning.equals(Meaning.NOTHING)) {
      for (int i = 0; i < arguments.length; i++) {
        led[i] = arguments[i] == 0 ? null : things.at(arguments[i]);
      }
    }
  }

  /// What an argument led to when the call began; null for other operands, and if to nothing.
  @Nullable Thing led(int operand) {
    return operand >= 0 && operand < led.length ? led[operand] : null;
  }

  /// The call is at work on the thing, until [#unmark].
  void mark(@Nullable Thing thing) {
    if (thing != null && things.add(thing)) {
      thing.busy++;
    }
  }

  void unmark() {
    things.forEach(thing -> thing.busy--);
    containers.forEach(
        container -> {
          container.busy--;
          container.emptying = false;
        });
  }

  /// An operand's value; `result` for [Deed#RESULT].
  long value(int operand, long result) {
    return switch (operand) {
      case Deed.RESULT -> result;
      case Deed.NONE -> 0;
      default ->
          operand < Deed.OF_CALLBACK
              ? arguments[operand]
              : operand - Deed.OF_CALLBACK < callback.length
                  ? callback[operand - Deed.OF_CALLBACK]
                  : 0;
    };
  }
}
