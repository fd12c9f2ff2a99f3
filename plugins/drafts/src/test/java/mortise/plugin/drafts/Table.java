package mortise.plugin.drafts;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mortise.spi.HelperFamily;
import mortise.spi.Rule;

/// The page that sums the declarations up.
final class Table {
  static String of(Map<String, List<HelperFamily>> semantics) {
    var page = new StringBuilder();
    page.append(
        """
        # Drafts: the ownership families of both semantics, as data

        First declarations, without runtime halves, written to see where the contract is awkward. A
        test writes this page. Functions and subscriptions are counted over all values of the
        policies; *effects* include those of outcomes and callbacks; a *facet test* is a pure
        function over one value of a family's own facet; a *hatch* is a `Condition.check`.
        """);
    new TreeMap<>(semantics).forEach((name, families) -> table(page, name, families));
    return page.toString();
  }

  private static void table(StringBuilder page, String name, List<HelperFamily> families) {
    page.append(
        "\n## %s\n\n| family | functions | requirements | rules | effects | outcomes | subscriptions | facet tests | hatches | policies |\n"
            .formatted(name));
    page.append("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |\n");
    var sums = new int[8];
    var hatches = new StringBuilder();
    var used = new HashSet<Rule>();
    families.forEach(family -> used.addAll(new Survey(family).rules()));
    for (var family : families) {
      var survey = new Survey(family);
      var id = family.info().id();
      var rules = used.stream().filter(rule -> rule.family().equals(id)).count();
      var row =
          new int[] {
            survey.functions().size(),
            survey.requirements(),
            (int) rules,
            survey.effects(),
            survey.outcomes(),
            survey.subscriptions().size(),
            survey.facetTests(),
            survey.hatches().size()
          };
      for (int i = 0; i < row.length; i++) {
        sums[i] += row[i];
      }
      var policies =
          survey.policies().stream()
              .map(policy -> "`" + policy.name() + "`")
              .collect(Collectors.joining(", "));
      row(page, id, row, policies);
      survey.hatches().forEach(h -> hatches.append("- %s: %s\n".formatted(id, h.why())));
    }
    row(page, "**all**", sums, "");
    page.append(hatches.isEmpty() ? "\nNo hatch is used.\n" : "\nHatches:\n\n" + hatches);
  }

  private static void row(StringBuilder page, String name, int[] numbers, String policies) {
    page.append("| ").append(name);
    for (int number : numbers) {
      page.append(" | ").append(number);
    }
    page.append(" | ").append(policies).append(" |\n");
  }

  private Table() {}
}
