/* a root of a tree two bytes beside where it should be, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	__u16 before;
	struct bpf_rb_root field __contains(tree_leaf, node);
} __attribute__((packed));

SEC("tc")
int tree_root_misaligned(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
