package mortise.verifier.rulebook;

import mortise.spi.Invocation;
import mortise.spi.Parameter;

/// How a function calls back.
///
/// @param parameter the subprogram that is called
/// @param after how many of the function's groups of effects happen before
public record Callback(Parameter parameter, Invocation invocation, int after) {}
