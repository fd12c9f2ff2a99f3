#include "example.h"

struct leaf {
	__u64 key;
	struct bpf_list_node node;
};

struct inner {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(leaf, node);
};

struct middle {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(inner, node);
};

struct box {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(middle, node);
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.ownership-cycle")
__description("three levels of lists are the most")
int four_levels(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	struct middle *middle = bpf_obj_new(struct middle);
	if (middle)
		bpf_obj_drop(middle);
	struct inner *inner = bpf_obj_new(struct inner);
	if (inner)
		bpf_obj_drop(inner);
	struct leaf *leaf = bpf_obj_new(struct leaf);
	if (leaf)
		bpf_obj_drop(leaf);
	return 0;
}

LICENSE("GPL");
