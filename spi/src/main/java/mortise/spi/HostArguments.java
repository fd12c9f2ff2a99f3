package mortise.spi;

import java.util.List;
import java.util.Map;

/// A context that consists of the arguments of one of the host's functions, 8 bytes each (more for
/// structs that are passed by value). Which function, the program's target says; what its arguments
/// are, the host's types.
///
/// @param prefix what stands before the target in the function's name, `bpf_lsm_`
/// @param from what bears the name
/// @param result whether the function's result follows its arguments
/// @param qualifiers what pointers to structs are qualified with
/// @param exceptions what is otherwise, by target and by index from 0
/// @param whole what a struct that arguments point to is the beginning of
/// @param refused targets whose place no program can take
public record HostArguments(
    String prefix,
    Source from,
    boolean result,
    List<Qualifier> qualifiers,
    Map<String, Map<Integer, Exceptional>> exceptions,
    Map<String, String> whole,
    List<String> refused) {
  /// What bears the name.
  public enum Source {
    FUNCTION,
    /// A typedef of a pointer to a function, whose first parameter belongs to the tracer.
    TRACEPOINT,
    /// A member of a struct that points to a function; which struct, the attach type says. A
    /// function `<struct>__<member>` may say more of the parameters. Only programs under a
    /// GPL-compatible licence can take its place.
    MEMBER
  }

  /// What an argument is that is not what its type says.
  public enum Exceptional {
    NULLABLE,
    /// As that, of what nobody vouches for: the pointer is qualified with nothing.
    UNVOUCHED,
    /// Memory whose length is known when the program is attached; it may be null.
    BUFFER,
    /// The same, to be read only.
    READ_ONLY_BUFFER,
    /// It may be no pointer at all, or is one that cannot be followed.
    NUMBER
  }

  public HostArguments {
    qualifiers = List.copyOf(qualifiers);
    exceptions = Map.copyOf(exceptions);
    whole = Map.copyOf(whole);
    refused = List.copyOf(refused);
  }

  public static HostArguments of(Source from, String prefix, Qualifier... qualifiers) {
    return new HostArguments(
        prefix, from, false, List.of(qualifiers), Map.of(), Map.of(), List.of());
  }

  /// The same, followed by the function's result.
  public HostArguments withResult() {
    return new HostArguments(prefix, from, true, qualifiers, exceptions, whole, refused);
  }

  public HostArguments except(Map<String, Map<Integer, Exceptional>> some) {
    return new HostArguments(prefix, from, result, qualifiers, some, whole, refused);
  }

  /// The same, where a pointer to the struct `part` leads to all of a struct `all`.
  public HostArguments taking(String part, String all) {
    return new HostArguments(
        prefix, from, result, qualifiers, exceptions, Map.of(part, all), refused);
  }

  /// The same, where no program can take the place of one of these.
  public HostArguments but(String... targets) {
    return new HostArguments(prefix, from, result, qualifiers, exceptions, whole, List.of(targets));
  }

  /// What the argument is if it is not what its type says.
  public java.util.Optional<Exceptional> exception(String target, int index) {
    return java.util.Optional.ofNullable(exceptions.getOrDefault(target, Map.of()).get(index));
  }
}
