#include "proposal_example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct twig {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head leaves __value(struct, leaf, node);
};

struct tree {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head twigs __value(struct, twig, node);
};
#define KNOWN(type) private(types) struct type *known_##type
KNOWN(leaf);
KNOWN(twig);

SEC("tc") __success __under("ownership.depth=3") __retval(0)
__description("three levels where the policy allows them")
int three_levels(struct __sk_buff *skb)
{
	struct tree *tree = new(struct tree);

	if (tree)
		bpf_kptr_free(tree);
	return 0;
}

LICENSE("GPL");
