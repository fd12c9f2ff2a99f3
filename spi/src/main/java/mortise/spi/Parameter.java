package mortise.spi;

import java.util.Optional;

/// One parameter of a function.
///
/// @param index zero-based; parameter 0 is R1
public record Parameter(String name, int index, Kind kind) implements Subject {
  /// What may be passed, and with it the checks that every such parameter undergoes before the
  /// function's own requirements. Not exhaustive for ever.
  public sealed interface Kind {}

  /// Not looked at; the register may be uninitialised.
  public record Ignored() implements Kind {}

  /// Anything but an uninitialised register.
  public record Anything() implements Kind {}

  public record Scalar() implements Kind {}

  /// A scalar that is one known number.
  public record Constant() implements Kind {}

  /// A constant that is the id of a struct in the program's own BTF.
  public record LocalType() implements Kind {}

  /// A pointer, or null where the requirements let it; the requirements say to what.
  public record Pointer() implements Kind {}

  /// As [Pointer], known not to be null.
  public record NotNull() implements Kind {}

  /// A pointer to something known to live, owned or trusted, and not null; with `release`, what is
  /// owed for it is given up, and it must point to the start.
  public record Trusted(boolean release) implements Kind {}

  /// A pointer to `target`, to its start, for which something is owed; [Effect#release] gives that
  /// up.
  public record Owned(Target target) implements Kind {}

  /// As [Trusted], or RCU protected: a pointer with the qualifier will do too.
  public record TrustedOr(Qualifier qualifier) implements Kind {}

  /// A pointer to an object of a type that the host brings, at its start or at a member of it that
  /// is of that type; not null, and known to live: owned, trusted, or qualified with one of `also`.
  ///
  /// @param release whether what is owed for it is given up: it must be owed, and point to the
  ///   start
  /// @param mayBeNull whether null will do
  public record Host(
      String type, java.util.List<Qualifier> also, boolean release, boolean mayBeNull)
      implements Kind {
    public Host {
      also = java.util.List.copyOf(also);
    }
  }

  /// A pointer to what one of the [views][HostView] shows, or to a struct of the host's, qualified
  /// with nothing or with one of `also`; not null.
  ///
  /// @param views by name, as messages list them
  /// @param type the struct, at the pointer's place; empty: no pointer to a struct will do
  /// @param release whether a pointer to a struct must point to its start, to be released
  /// @param mayBeNull whether null will do
  public record View(
      java.util.List<String> views,
      Optional<String> type,
      java.util.List<Qualifier> also,
      boolean release,
      boolean mayBeNull)
      implements Kind {
    public View {
      views = java.util.List.copyOf(views);
      also = java.util.List.copyOf(also);
    }
  }

  /// A map itself.
  public record Map() implements Kind {}

  /// Memory of the key size of `map`, read.
  public record MapKey(Parameter map) implements Kind {}

  /// Memory of the value size of `map`, read or (`written`) filled; for a map that [holds what
  /// views show][MapKind#holds], such a pointer.
  ///
  /// @param mayBeNull whether null will do
  public record MapValue(Parameter map, boolean written, boolean mayBeNull) implements Kind {
    /// One that must be there.
    public MapValue(Parameter map, boolean written) {
      this(map, written, false);
    }
  }

  /// Memory whose size is passed in the parameter after it.
  public record Memory(boolean written, boolean mayBeNull) implements Kind {}

  /// The size of the memory passed before.
  public record Size(boolean mayBeZero) implements Kind {}

  /// A constant that is the size of the memory which the function gives: [Result#memoryOf].
  public record ConstantSize() implements Kind {}

  /// Memory of a fixed size, read or (`written`) filled; `aligned` to its size or as it comes.
  public record FixedMemory(int size, boolean written, boolean aligned) implements Kind {}

  /// Text that ends in a zero, in a read-only map with one value, at a constant place.
  public record ConstantString() implements Kind {}

  /// The program's context.
  public record Context(boolean mayBeNull) implements Kind {}

  /// A pointer to the stack, or null.
  public record StackOrNull() implements Kind {}

  /// A static subprogram (or null, which is then never called); how it is called back,
  /// [FunctionBuilder#invokes] says once all parameters are declared.
  public record Subprogram(boolean mayBeNull) implements Kind {}

  /// A typed object in stack slots: not yet there (`initialised` false) or there; with `release`,
  /// what is owed for it is given up; with `mayBeNull`, null will do.
  public record Slot(SlotKind slot, boolean initialised, boolean release, boolean mayBeNull)
      implements Kind {
    /// One that is not given up.
    public Slot(SlotKind slot, boolean initialised) {
      this(slot, initialised, false, false);
    }
  }

  /// Memory that a kernel function reads and writes, whose size is passed in the parameter after
  /// it.
  ///
  /// @param mayBeNull whether null will do, whatever the size
  public record Buffer(boolean mayBeNull) implements Kind {}

  /// The size of the [Buffer] passed before, a constant.
  public record BufferSize() implements Kind {}

  /// The program's context, in programs whose context is [called][ProgramKind#contextTypes] so; in
  /// others an object of a type that the host brings, as [Host] has it.
  ///
  /// @param type the context as programs know it
  /// @param projected what it stands for, of the host's; the same where it is no other
  public record ContextOr(String type, String projected) implements Kind {}

  /// The object's type, where the kind names one.
  public Optional<SlotKind> slot() {
    return kind instanceof Slot s ? Optional.of(s.slot()) : Optional.empty();
  }
}
