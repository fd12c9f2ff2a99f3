package mortise.plugin.map;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;

/// General helpers under the proposal: as mainline has them.
public final class ProposalGeneral implements HelperFamily {
  private final HelperFamily linux = new LinuxGeneral();

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("general", "proposal", "0.1.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    linux.declare(in);
  }
}
