package mortise.cli.view;

import java.util.List;
import java.util.stream.Stream;

/// What two verifiers say of programs.
///
/// @param semantics ours
/// @param kernel the kernel's release
/// @param rows those that are shown
/// @param counts over all, shown or not
public record Opinions(String semantics, String kernel, List<Opinion> rows, Counts counts) {
  public Opinions {
    rows = List.copyOf(rows);
  }

  /// How often each comparison came out.
  public record Counts(long agree, long message, long weReject, long weAccept, long unsupported) {
    public static Counts of(List<Opinion> rows) {
      return new Counts(
          count(rows, Opinion.Comparison.AGREE),
          count(rows, Opinion.Comparison.MESSAGE),
          count(rows, Opinion.Comparison.WE_REJECT),
          count(rows, Opinion.Comparison.WE_ACCEPT),
          count(rows, Opinion.Comparison.UNSUPPORTED));
    }

    private static long count(List<Opinion> rows, Opinion.Comparison comparison) {
      return rows.stream().filter(row -> row.comparison() == comparison).count();
    }

    /// How many have another verdict.
    public long differ() {
      return weReject + weAccept;
    }

    /// The counts in words.
    public String summary() {
      return Stream.of(
              "%d agree".formatted(agree + message),
              "we reject and the kernel accepts %d".formatted(weReject),
              "we accept and the kernel rejects %d".formatted(weAccept),
              "same verdict with another message %d".formatted(message),
              "not asked %d".formatted(unsupported))
          .reduce((a, b) -> a + ", " + b)
          .orElse("");
    }
  }
}
