package mortise.object;

/// What a 64-bit immediate load puts into its register.
public sealed interface ImmediateValue {

  /// A number.
  record Constant(long value) implements ImmediateValue {}

  /// The address of a map itself.
  record MapAddress(BpfMap map) implements ImmediateValue {}

  /// The address of byte `offset` of the first value of a map; so are global variables reached.
  record MapValueAddress(BpfMap map, int offset) implements ImmediateValue {}

  /// The address of the subprogram that begins at `slot`, for callbacks.
  record FunctionAddress(int slot) implements ImmediateValue {}

  /// The address of a variable or function outside of the program (an extern in `.ksyms`).
  ///
  /// @param typeId the BTF `VAR` or `FUNC` in the program's BTF
  /// @param weak whether the symbol may be absent, and its address then is 0
  /// @param typed whether the variable was declared with a type other than `void`
  record KernelSymbol(String name, int typeId, boolean weak, boolean typed)
      implements ImmediateValue {}
}
