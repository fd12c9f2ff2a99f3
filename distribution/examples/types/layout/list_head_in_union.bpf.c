/* a list head in a union, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	union {
		struct bpf_list_head field __contains(leaf, node);
		__u64 raw[4];
	};
};

SEC("tc")
int list_head_in_union(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
