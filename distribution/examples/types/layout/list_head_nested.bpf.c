/* a list head in a nested struct, beside a lock */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_list_head field __contains(leaf, node);
};

struct subject {
	struct bpf_spin_lock guard;
	struct part part;
};

SEC("tc")
int list_head_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
