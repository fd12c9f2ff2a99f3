#include "example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(leaf, node) __contains(leaf, other);
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.contains-missing")
__description("what the list holds must be said once")
int twice_tagged_list(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	struct leaf *leaf = bpf_obj_new(struct leaf);
	if (leaf)
		bpf_obj_drop(leaf);
	return 0;
}

LICENSE("GPL");
