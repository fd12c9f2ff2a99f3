#include "proposal_example.h"

struct item {
	__u64 key;
	struct bpf_list_node node;
};

#define KNOWN(type) private(types) struct type *known_##type
KNOWN(item);

struct box {
	struct bpf_spin_lock lock;
	struct bpf_spin_lock another;
	struct bpf_list_head head __value(struct, item, node);
};

SEC("tc") __failure __rule("layout.invalid")
__msg("another: a second bpf_spin_lock")
__description("which of the two guards the list?")
int two_locks(struct __sk_buff *skb)
{
	struct box *object = new(struct box);

	if (object)
		bpf_kptr_free(object);
	return 0;
}

LICENSE("GPL");
