package mortise.cli.view;

/// What became of a program, spelled as veristat spells it.
public enum Verdict {
  SUCCESS("success"),
  FAILURE("failure"),
  UNDECIDED("undecided");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
