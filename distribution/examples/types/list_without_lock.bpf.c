#include "example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct box {
	struct bpf_list_head head __contains(leaf, node);
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.container-without-lock")
__description("a list needs a lock beside it")
int list_without_lock(struct __sk_buff *skb)
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
