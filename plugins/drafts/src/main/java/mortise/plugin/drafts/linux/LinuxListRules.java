package mortise.plugin.drafts.linux;

/// What programs must not do with lists.
final class LinuxListRules {
  static final GraphRules GRAPH = GraphRules.of("list", "bpf_list_head", "bpf_list_node");

  private LinuxListRules() {}
}
