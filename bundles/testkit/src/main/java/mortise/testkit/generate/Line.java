package mortise.testkit.generate;

import mortise.object.RawInstruction;

/// One slot of a generated program. What it refers to is named, so that it means the same in every
/// build of its template.
public record Line(RawInstruction raw, Reference to) {

  /// What an immediate stands for.
  public sealed interface Reference {}

  /// The immediate itself.
  public record Nothing() implements Reference {}

  /// A map of the template.
  public record MapNamed(String name) implements Reference {}

  /// A kernel function that the template declares.
  public record FunctionNamed(String name) implements Reference {}

  /// A struct of the template, by its number in the template's types.
  public record StructNamed(String name) implements Reference {}

  private static final Reference NOTHING = new Nothing();

  /// A slot that refers to nothing.
  public static Line of(RawInstruction raw) {
    return new Line(raw, NOTHING);
  }

  /// A slot that refers to nothing.
  public static Line of(int opcode, int destination, int source, int offset, int immediate) {
    return of(new RawInstruction(opcode, destination, source, (short) offset, immediate));
  }

  /// The same with another immediate.
  Line withImmediate(int immediate) {
    return new Line(raw.withImmediate(immediate), to);
  }

  /// The same with another offset.
  Line withOffset(int offset) {
    return new Line(raw.withOffset((short) offset), to);
  }

  /// Whether this is the first of two slots.
  boolean isWide() {
    return raw.opcode() == Code.LOAD_IMMEDIATE;
  }
}
