/* a root of a tree two in an array, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	struct bpf_rb_root field[2] __contains(tree_leaf, node);
};

SEC("tc")
int tree_root_in_array(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
