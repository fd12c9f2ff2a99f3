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

SEC("tc") __failure __rule("allocator.ownership-depth")
__msg("tree.twigs -> twig.leaves -> leaf")
__description("two levels of types and no more, unless the policy allows it")
int too_deep(struct __sk_buff *skb)
{
	struct tree *object = new(struct tree);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
