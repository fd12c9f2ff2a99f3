package mortise.verifier.state;

/// What a register or a stack slot holds.
public sealed interface Value permits Uninitialised, Scalar, Pointer {}
