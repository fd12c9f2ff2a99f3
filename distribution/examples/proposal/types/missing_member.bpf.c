#include "proposal_example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

#define KNOWN(type) private(types) struct type *known_##type
KNOWN(item);

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __value(struct, item, knot);
};

SEC("tc") __failure __rule("layout.invalid")
__msg("head: the tag 'struct:item:knot' names member knot of struct item, which")
__description("which member?")
int missing_member(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
