#include "proposal_example.h"

struct box {
	__u64 key;
	struct bpf_list_node nodes[2];
};

SEC("tc") __failure __rule("layout.invalid")
__msg("nodes: bpf_list_node cannot stand in an array")
__description("which of them would a tag name?")
int array_of_nodes(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
