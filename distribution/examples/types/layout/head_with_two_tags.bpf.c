/* a head says once what it contains */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(leaf, node) __contains(other_leaf, node);
};

SEC("tc")
int head_with_two_tags(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
