package mortise.plugin.net;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;

/// Packets and kinds of program under the proposal: as mainline has them.
public final class ProposalNet implements HelperFamily {
  private final HelperFamily linux = new LinuxNet();

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("net", "proposal", "0.1.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    linux.declare(in);
  }
}
