package mortise.plugin.list;

import mortise.plugin.ownership.linux.GraphRules;

/// What must not be done with lists.
final class ListRules {
  static final GraphRules GRAPH =
      GraphRules.of("list", "head", "list", "bpf_list_head", "bpf_list_node");

  private ListRules() {}
}
