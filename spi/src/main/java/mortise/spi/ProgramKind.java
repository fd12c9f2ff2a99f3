package mortise.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import mortise.spi.runtime.ContextFactory;

/// A kind of program: what its context looks like and what it may return.
///
/// @param name `tc`, `xdp`, `socket`, …
/// @param number the kernel's `BPF_PROG_TYPE_…`
/// @param contextSize in bytes
/// @param fields the context's fields; empty with a positive size: plain memory
/// @param plainContext whether any aligned access within `contextSize` is allowed
/// @param packets how the packet may be accessed directly
/// @param legacyLoads whether `LD_ABS` and `LD_IND` are available
/// @param sleepable whether programs of this kind may sleep
/// @param returns the range of R0 at exit, if limited
/// @param factory makes a context to run on; empty where programs can only be judged
/// @param attached what programs are that are attached in some way of their own, by the attach
///   type's name (`cgroup_inet_egress`)
/// @param arguments where the context is the arguments of a function of the host's; `fields` then
///   only say how far it may be read
/// @param contextTypes what parameters of global functions are called that are the context: names
///   of structs, what they are properly called first, or `typedef x`
/// @param taggedTypes what else parameters may be that are tagged as the context: a struct by its
///   name or by how that begins (`bpf_iter__*`), `typedef x`, `u64` for any number of 8 bytes, `*`
///   for anything
/// @param contextAsIs whether the context lies in memory as programs see it, so that kernel
///   functions may be given some bytes of it
public record ProgramKind(
    String name,
    int number,
    int contextSize,
    List<ContextField> fields,
    boolean plainContext,
    PacketAccess packets,
    boolean legacyLoads,
    boolean sleepable,
    Optional<Range> returns,
    Optional<ContextFactory> factory,
    Map<String, ProgramKind> attached,
    Optional<HostArguments> arguments,
    List<String> contextTypes,
    List<String> taggedTypes,
    boolean contextAsIs) {
  /// How the packet may be accessed directly.
  public enum PacketAccess {
    NONE,
    /// The program may load, and pass it to no function.
    LOAD,
    READ,
    READ_WRITE,
    /// Both, and so may every function that takes memory.
    OPEN
  }

  /// Inclusive, signed.
  public record Range(long lowest, long highest) {}

  public ProgramKind {
    fields = List.copyOf(fields);
    attached = Map.copyOf(attached);
    contextTypes = List.copyOf(contextTypes);
    taggedTypes = List.copyOf(taggedTypes);
  }

  /// One whose context says itself what it is.
  public ProgramKind(
      String name,
      int number,
      int contextSize,
      List<ContextField> fields,
      boolean plainContext,
      PacketAccess packets,
      boolean legacyLoads,
      boolean sleepable,
      Optional<Range> returns,
      Optional<ContextFactory> factory,
      Map<String, ProgramKind> attached) {
    this(
        name,
        number,
        contextSize,
        fields,
        plainContext,
        packets,
        legacyLoads,
        sleepable,
        returns,
        factory,
        attached,
        Optional.empty(),
        List.of(),
        List.of(),
        false);
  }

  /// The same, whose context is the arguments of a function of the host's.
  public ProgramKind with(HostArguments value) {
    return with(attached, Optional.of(value), contextTypes, taggedTypes, contextAsIs);
  }

  /// The same, whose context is called so in global functions, however it is attached.
  public ProgramKind withContext(String... types) {
    return with(
        ways(kind -> kind.withContext(types)), arguments, List.of(types), taggedTypes, contextAsIs);
  }

  /// The same, where parameters of global functions that are tagged as the context may be these
  /// besides, however it is attached.
  public ProgramKind withTagged(String... types) {
    return with(
        ways(kind -> kind.withTagged(types)), arguments, contextTypes, List.of(types), contextAsIs);
  }

  /// The same, whose context lies in memory as programs see it, however it is attached.
  public ProgramKind withContextAsIs() {
    return with(ways(ProgramKind::withContextAsIs), arguments, contextTypes, taggedTypes, true);
  }

  /// The same, but for programs that are attached in one of these ways.
  public ProgramKind whenAttached(Map<String, ProgramKind> ways) {
    return with(ways, arguments, contextTypes, taggedTypes, contextAsIs);
  }

  private Map<String, ProgramKind> ways(UnaryOperator<ProgramKind> change) {
    return attached.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, way -> change.apply(way.getValue())));
  }

  private ProgramKind with(
      Map<String, ProgramKind> ways,
      Optional<HostArguments> values,
      List<String> types,
      List<String> tagged,
      boolean asIs) {
    return new ProgramKind(
        name,
        number,
        contextSize,
        fields,
        plainContext,
        packets,
        legacyLoads,
        sleepable,
        returns,
        factory,
        ways,
        values,
        types,
        tagged,
        asIs);
  }

  /// The kind that programs attached in this way are of.
  public ProgramKind attachedAs(String attachType) {
    return attached.getOrDefault(attachType, this);
  }
}
