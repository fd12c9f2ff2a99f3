package mortise.plugin.list;

import mortise.plugin.ownership.proposal.CollectionRules;

/// What programs must not do with lists.
final class ProposalListRules {
  static final CollectionRules RULES = CollectionRules.of("list", "bpf_list_head", "bpf_list_node");

  private ProposalListRules() {}
}
