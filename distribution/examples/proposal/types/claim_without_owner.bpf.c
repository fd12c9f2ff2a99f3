#include "proposal_example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

#define KNOWN(type) private(types) struct type *known_##type
KNOWN(item);

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.no-owner-field")
__msg("R1 must be the address of a node with a bpf_owner")
__description("a claim is written into the owner field")
int claim_without_owner(struct __sk_buff *skb)
{
	struct item *item = new(struct item);

	if (!item)
		return 0;
	bpf_list_node_init(&item->node);
	bpf_list_claim_node(&item->node);
	bpf_list_node_fini(&item->node);
	bpf_kptr_free(item);
	return 0;
}

LICENSE("GPL");
