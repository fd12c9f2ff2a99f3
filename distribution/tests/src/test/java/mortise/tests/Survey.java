package mortise.tests;

import java.nio.file.*;
import java.util.*;
import mortise.engine.*;

final class Survey {
  public static void main(String[] a) {
    var engine = Product.linux();
    var paths = new ArrayList<Path>();
    if (a.length > 1) for (int i = 1; i < a.length; i++) paths.add(Path.of(a[i]).toAbsolutePath());
    else Product.objects().forEach(paths::add);
    for (var file : paths) {
      for (var p : engine.load(file).programs()) {
        if (!(p.verify() instanceof Verdict.Rejected no)) continue;
        var rule = no.diagnostics().getFirst().rule().id();
        if (a.length > 0 && !a[0].isEmpty() && !rule.matches(a[0])) continue;
        var name =
            (file.startsWith(Product.EXAMPLES) ? Product.EXAMPLES.relativize(file) : file)
                + "\t"
                + p.name();
        var off = new ArrayList<String>(List.of(rule));
        Consequence c;
        while (true) {
          try {
            c = Consequence.of(file, p.name(), off, List.of());
          } catch (SemanticsProblem e) {
            c = new Consequence("permanent", e.getMessage());
            break;
          } catch (Throwable e) {
            c = new Consequence("CRASH", e.toString());
            if (a.length > 0) e.printStackTrace();
            break;
          }
          if (!c.what().startsWith("rejected-") || off.size() > 5) break;
          var next = c.what().substring(9);
          if (off.contains(next)) break;
          off.add(next);
        }
        System.out.println(
            rule
                + "\t"
                + name
                + "\t"
                + String.join(",", off.subList(1, off.size()))
                + "\t"
                + c.what()
                + "\t"
                + c.how().replace('\n', ' '));
      }
    }
    System.exit(0);
  }
}
