package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mortise.testkit.generate.StatementSource.Offer;

/// What the scenes of one program share.
final class Story {
  final Template template;
  final List<StatementSource> sources;
  final Draw draw;
  final List<Routine> routines = new ArrayList<>();
  int ids;
  int budget;

  /// How many things may still be done wrong.
  int mistakes;

  private final List<Offer> offers;
  private final int weight;

  /// A subprogram.
  ///
  /// @param parameters what it is called with
  /// @param result what R0 holds after it
  record Routine(int number, List<Content> parameters, Content result, List<Statement> body) {}

  Story(
      Template template, List<StatementSource> sources, List<Offer> offers, Draw draw, int budget) {
    this.template = template;
    this.sources = sources;
    this.offers = offers;
    this.draw = draw;
    this.budget = budget;
    weight = offers.stream().mapToInt(Offer::weight).sum();
  }

  List<Offer> offers(Predicate<String> kinds) {
    return offers.stream().filter(o -> kinds.test(o.kind())).toList();
  }

  Offer pick() {
    int at = draw.below(weight);
    for (var offer : offers) {
      at -= offer.weight();
      if (at < 0) {
        return offer;
      }
    }
    throw new IllegalStateException("weights");
  }
}
