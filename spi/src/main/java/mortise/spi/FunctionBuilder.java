package mortise.spi;

import java.util.List;
import mortise.spi.runtime.Implementation;

/// Declares one function. What is checked is checked in the order declared: parameters with their
/// standard checks where they are declared, requirements where they are added.
public interface FunctionBuilder {
  Parameter parameter(String name, Parameter.Kind kind);

  default Parameter ignored(String name) {
    return parameter(name, new Parameter.Ignored());
  }

  default Parameter anything(String name) {
    return parameter(name, new Parameter.Anything());
  }

  default Parameter scalar(String name) {
    return parameter(name, new Parameter.Scalar());
  }

  default Parameter constant(String name) {
    return parameter(name, new Parameter.Constant());
  }

  default Parameter localType(String name) {
    return parameter(name, new Parameter.LocalType());
  }

  default Parameter pointer(String name) {
    return parameter(name, new Parameter.Pointer());
  }

  default Parameter notNull(String name) {
    return parameter(name, new Parameter.NotNull());
  }

  default Parameter trusted(String name) {
    return parameter(name, new Parameter.Trusted(false));
  }

  default Parameter released(String name) {
    return parameter(name, new Parameter.Trusted(true));
  }

  /// A pointer to an object of the host's that is known to live: owned, trusted, or qualified with
  /// one of `also`.
  default Parameter host(String name, String type, Qualifier... also) {
    return parameter(name, new Parameter.Host(type, List.of(also), false, false));
  }

  /// A pointer to an object of the host's for which something is owed; [Effect#release] gives that
  /// up.
  default Parameter releasedHost(String name, String type) {
    return parameter(name, new Parameter.Host(type, List.of(), true, false));
  }

  /// A pointer to memory of the kind for which something is owed; [Effect#release] gives that up.
  default Parameter owned(String name, Target target) {
    return parameter(name, new Parameter.Owned(target));
  }

  default Parameter map(String name) {
    return parameter(name, new Parameter.Map());
  }

  default Parameter context(String name) {
    return parameter(name, new Parameter.Context(false));
  }

  /// A [#subprogram] that is called back before any effect declared after it.
  default Parameter callback(String name, Invocation invocation) {
    var callback = subprogram(name);
    invokes(callback, invocation);
    return callback;
  }

  default Parameter subprogram(String name) {
    return parameter(name, new Parameter.Subprogram(false));
  }

  default Parameter slot(String name, SlotKind kind, boolean initialised) {
    return parameter(name, new Parameter.Slot(kind, initialised));
  }

  /// A typed object in stack slots that is given up: [Effect#destroySlot].
  default Parameter releasedSlot(String name, SlotKind kind) {
    return parameter(name, new Parameter.Slot(kind, true, true, false));
  }

  /// The call is rejected for `rule` unless the condition holds. May be called before the first
  /// parameter: then it is checked before any argument is looked at.
  FunctionBuilder requires(Rule rule, Condition condition);

  FunctionBuilder effects(Effect... effects);

  /// Calls the subprogram passed for `callback` (a [Parameter.Subprogram]) back. Takes its place
  /// among the effects: those declared before happen before, those after it afterwards. Where there
  /// are some before, a function that calls back any number of times is not checked again between
  /// the rounds: what they did holds then. A function has at most one invocation.
  FunctionBuilder invokes(Parameter callback, Invocation invocation);

  /// What R0 is where there is only one answer; without it R0 is an unknown number.
  FunctionBuilder returns(Result result);

  /// One of several answers; takes the place of `returns`.
  FunctionBuilder outcome(Outcome outcome);

  /// Says where the runtime half puts things and takes them from. Nothing is verified by it.
  default FunctionBuilder moves(Movement... movements) {
    return this;
  }

  /// Tells subscribers, who may add requirements and effects; `subjects` play the event's roles, in
  /// order. Those who listen while programs run are told by the runtime half, when it happens
  /// ([mortise.spi.runtime.Machine#before], [mortise.spi.runtime.Machine#after]).
  FunctionBuilder announces(EventKind event, Subject... subjects);

  /// It may be called inside such sections, which otherwise restrict calls.
  FunctionBuilder allowedIn(SectionKind... sections);

  /// Only programs of these kinds may call it; without it every kind may. A kind may be narrowed to
  /// how its programs are attached, `cgroup_sock_addr:cgroup_inet4_connect`, and to what,
  /// `tracing:trace_iter:tcp`. Where a kind covers several of the kernel's types of program, the
  /// name of one of them, as in `BPF_PROG_TYPE_…` in lower case, means that one: `sched_cls`.
  FunctionBuilder callableFrom(String... programKinds);

  /// Only programs under a GPL-compatible licence may call it.
  FunctionBuilder gplOnly();

  /// Memory parameters may lie in the packet. Matters for helpers only: kernel functions take
  /// memory of any kind.
  FunctionBuilder takesPackets();

  /// Null is refused for every parameter that is a pointer and does not say that it may be null,
  /// before anything else is asked of it. So it is in kernel functions that take an object of the
  /// host's, unless they [take any][#takesAnyObject].
  FunctionBuilder refusesNull();

  /// Nobody needs to vouch for objects of the host's that are passed to it.
  FunctionBuilder takesAnyObject();

  /// It may sleep.
  FunctionBuilder sleeps();

  /// The C declaration that `mortise headers` prints, `void *f(__u64 id, void *meta)`.
  FunctionBuilder prototype(String c);

  /// What it does, in Markdown.
  FunctionBuilder documentation(String markdown);

  /// The runtime half.
  FunctionBuilder runs(Implementation implementation);
}
