package mortise.object;

/// Parses section names.
final class SectionNames {
  private SectionNames() {}

  static ProgramType parse(String section) {
    return ProgramType.UNKNOWN;
  }
}
