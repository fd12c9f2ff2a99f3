package mortise.runtime.ghost;

/// An instruction of a program, or the machine itself.
record Spot(String program, int slot, String place) {
  static final Spot MACHINE = new Spot("", -1, "");

  @Override
  public String toString() {
    return slot < 0
        ? "the machine itself"
        : "instruction %d of '%s'%s".formatted(slot, program, place);
  }
}
