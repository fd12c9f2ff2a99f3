package mortise.plugin.drafts.proposal;

import java.util.List;
import mortise.spi.HelperFamily;

/// All drafts of the proposal semantics.
public final class ProposalDrafts {
  public static List<HelperFamily> families() {
    return List.of(
        new ProposalLock(),
        new ProposalAllocator(),
        new ProposalList(),
        new ProposalRbtree(),
        new ProposalRefcount(),
        new ProposalOwner(),
        new ProposalRcu(),
        new ProposalKptr(),
        new ProposalCallback(),
        new ProposalIterator());
  }

  private ProposalDrafts() {}
}
