package mortise.engine.checked;

/// Something that is not as it was believed to be.
///
/// @param check what was looked at, as a stable id
/// @param text what was believed, and what is
record Mismatch(String check, String text) {}
