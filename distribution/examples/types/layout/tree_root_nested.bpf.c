/* a root of a tree in a nested struct, beside a lock */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_rb_root field __contains(tree_leaf, node);
};

struct subject {
	struct bpf_spin_lock guard;
	struct part part;
};

SEC("tc")
int tree_root_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
