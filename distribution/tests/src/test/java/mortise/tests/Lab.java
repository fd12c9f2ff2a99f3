package mortise.tests;

import java.util.ArrayList;
import java.util.List;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.spi.HelperFamily;

/// The engines of the distribution that has both semantics.
final class Lab {
  private Lab() {}

  /// @param semantics with its policies, as on the command line
  static Engine engine(String semantics) {
    return Engine.of(Semantics.parse(semantics), families()).on(Product.KERNEL);
  }

  static List<HelperFamily> families() {
    var families = new ArrayList<>(Product.families());
    families.addAll(Suite.PROPOSAL.families());
    return families;
  }
}
