package mortise.plugin.drafts.proposal;

/// What programs must not do with lists.
final class ProposalListRules {
  static final CollectionRules RULES = CollectionRules.of("list", "bpf_list_head", "bpf_list_node");

  private ProposalListRules() {}
}
