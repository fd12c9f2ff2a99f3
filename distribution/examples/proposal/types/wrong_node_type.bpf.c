#include "proposal_example.h"

struct leaf {
	__u64 key;
	struct bpf_rb_node node;
};

#define KNOWN(type) private(types) struct type *known_##type
KNOWN(leaf);

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __value(struct, leaf, node);
};

SEC("tc") __failure __rule("layout.invalid")
__msg("head: the tag 'struct:leaf:node' names member node of struct leaf, which")
__description("a list is linked by list nodes")
int wrong_node_type(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
