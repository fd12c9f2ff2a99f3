package mortise.cli.output;

import java.io.PrintWriter;
import mortise.cli.view.CheckResults;

/// One way to print results.
@FunctionalInterface
public interface Renderer {
  void render(CheckResults results, PrintWriter out);
}
