package mortise.plugin.map;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;

/// Maps under the proposal: as mainline has them.
public final class ProposalMap implements HelperFamily {
  private final HelperFamily linux = new LinuxMap();

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("map", "proposal", "0.1.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    linux.declare(in);
  }
}
