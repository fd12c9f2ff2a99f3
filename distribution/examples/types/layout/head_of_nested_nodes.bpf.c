/* the member named must be the node itself */
#include "layout.h"

struct wrapped {
	__u64 key;
	struct {
		struct bpf_list_node node;
	} inner;
	struct bpf_list_node direct;
};

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(wrapped, inner);
};

SEC("tc")
int head_of_nested_nodes(struct __sk_buff *skb)
{
	USE_ALL;
	USE(struct wrapped);
	return 0;
}

LICENSE("GPL");
