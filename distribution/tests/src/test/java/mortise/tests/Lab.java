package mortise.tests;

import java.util.ArrayList;
import java.util.List;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.plugin.allocator.ProposalAllocator;
import mortise.plugin.callback.ProposalCallback;
import mortise.plugin.iterator.ProposalIterator;
import mortise.plugin.kptr.ProposalKptr;
import mortise.plugin.list.ProposalList;
import mortise.plugin.lock.ProposalLock;
import mortise.plugin.map.ProposalGeneral;
import mortise.plugin.map.ProposalMap;
import mortise.plugin.net.ProposalNet;
import mortise.plugin.owner.ProposalOwner;
import mortise.plugin.rbtree.ProposalRbtree;
import mortise.plugin.rcu.ProposalRcu;
import mortise.plugin.refcount.ProposalRefcount;
import mortise.spi.HelperFamily;

/// The engines of the distribution that has both semantics.
final class Lab {
  private Lab() {}

  /// @param semantics with its policies, as on the command line
  static Engine engine(String semantics) {
    return Engine.of(Semantics.parse(semantics), families());
  }

  static List<HelperFamily> families() {
    var families = new ArrayList<>(Product.families());
    families.addAll(
        List.of(
            new ProposalLock(),
            new ProposalAllocator(),
            new ProposalList(),
            new ProposalRbtree(),
            new ProposalRefcount(),
            new ProposalOwner(),
            new ProposalKptr(),
            new ProposalRcu(),
            new ProposalCallback(),
            new ProposalIterator(),
            new ProposalMap(),
            new ProposalGeneral(),
            new ProposalNet()));
    return families;
  }
}
