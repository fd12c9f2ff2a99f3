package mortise.spi;

/// A subprogram that a declaration tag `<tag>:<name>` of the program names: it is called with a
/// number when the program ends before its time ([Result.Ends]), and what it returns is the
/// program's answer.
///
/// It is verified on its own, with an unknown number; its answer must be one that the program may
/// give.
///
/// @param tag what the tag begins with, `exception_callback`
/// @param several broken by a program that names more than one
/// @param notThere broken where there is no such subprogram; `{name}` is what the tag says
/// @param notGlobal broken where it is static
/// @param wrongParameters broken where it does not take one number
/// @param calledDirectly broken by a call of it, `{at}`
/// @param leavesForGood broken where a subprogram that it calls may not come back (`tail_call`)
public record Handler(
    String tag,
    Rule several,
    Rule notThere,
    Rule notGlobal,
    Rule wrongParameters,
    Rule calledDirectly,
    Rule leavesForGood) {}
