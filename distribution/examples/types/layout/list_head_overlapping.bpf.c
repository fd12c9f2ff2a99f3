/* a list head in one place with another, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	union {
		struct bpf_list_head field __contains(leaf, node);
		struct bpf_spin_lock other;
	};
};

SEC("tc")
int list_head_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
