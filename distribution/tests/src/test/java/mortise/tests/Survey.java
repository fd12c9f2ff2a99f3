package mortise.tests;

import java.util.*;
import mortise.engine.*;

final class Survey {
  public static void main(String[] a) {
    var engine = Product.linux();
    var rules = new TreeSet<String>();
    engine.rules().forEach(r -> rules.add(r.id()));
    var seen = new TreeSet<String>();
    Product.objects()
        .forEach(
            file -> {
              for (var p : engine.load(file).programs()) {
                for (var rule : p.program().expectations().rules()) {
                  if (a.length > 0 && !rule.matches(a[0])) continue;
                  var name = Product.EXAMPLES.relativize(file) + "\t" + p.name();
                  seen.add(rule);
                  Consequence c;
                  try {
                    c = Consequence.of(file, p.name(), rule, List.of());
                  } catch (SemanticsProblem e) {
                    c = new Consequence("permanent", e.getMessage());
                  } catch (Throwable e) {
                    c = new Consequence("CRASH", e.toString());
                    if (a.length > 0) e.printStackTrace();
                  }
                  System.out.println(
                      rule + "\t" + name + "\t" + c.what() + "\t" + c.how().replace('\n', ' '));
                }
              }
            });
    rules.removeAll(seen);
    System.out.println("NOT SEEN " + rules);
    System.exit(0);
  }
}
