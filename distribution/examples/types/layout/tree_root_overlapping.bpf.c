/* a root of a tree in one place with another, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	union {
		struct bpf_rb_root field __contains(tree_leaf, node);
		struct bpf_spin_lock other;
	};
};

SEC("tc")
int tree_root_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
