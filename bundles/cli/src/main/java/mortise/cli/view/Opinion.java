package mortise.cli.view;

import java.util.Optional;

/// What two verifiers say of one program.
///
/// @param ours what is said here
/// @param mutation how the program was changed; empty if it was not
/// @param kernel `success`, `failure` or `unsupported`
/// @param message the last line of the kernel's log, or why it was not asked
/// @param instructions how many the kernel processed, -1 if it did not say
/// @param microseconds how long that took, -1 if it did not say
public record Opinion(
    ProgramRow ours,
    Optional<String> mutation,
    String kernel,
    String message,
    long instructions,
    long microseconds) {

  /// How the two go together; the names are what is printed.
  public enum Comparison {
    AGREE("agree"),
    MESSAGE("other message"),
    WE_REJECT("we reject"),
    WE_ACCEPT("we accept"),
    UNSUPPORTED("not asked");

    private final String text;

    Comparison(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public Comparison comparison() {
    if (kernel.equals("unsupported")) {
      return Comparison.UNSUPPORTED;
    }
    boolean accepted = ours.verdict() == Verdict.SUCCESS;
    if (accepted != kernel.equals("success")) {
      return accepted ? Comparison.WE_ACCEPT : Comparison.WE_REJECT;
    }
    return accepted || ourMessage().equals(message) ? Comparison.AGREE : Comparison.MESSAGE;
  }

  /// The last line of our message, as the kernel's log would end.
  public String ourMessage() {
    return ours.message().strip().lines().reduce("", (_, line) -> line).strip();
  }
}
