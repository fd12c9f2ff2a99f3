/* a root of a tree twice, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	struct bpf_rb_root field __contains(tree_leaf, node);
	struct bpf_rb_root second __contains(tree_leaf, node);
};

SEC("tc")
int tree_root_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
