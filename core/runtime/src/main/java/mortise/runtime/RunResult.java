package mortise.runtime;

/// What a run gave.
///
/// @param value R0
/// @param packet the packet as the program left it; empty if there was none
/// @param context the context's bytes as the program left them; packet fields read as zeros
/// @param steps how many instructions were executed, callbacks included
/// @param atomics how many atomic operations functions made: compare-and-exchange, exchange,
///   get-and-add; 0 in instances that do not count
public record RunResult(long value, byte[] packet, byte[] context, long steps, long atomics) {}
