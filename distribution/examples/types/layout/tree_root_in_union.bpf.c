/* a root of a tree in a union, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	union {
		struct bpf_rb_root field __contains(tree_leaf, node);
		__u64 raw[4];
	};
};

SEC("tc")
int tree_root_in_union(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
