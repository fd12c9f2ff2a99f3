/* a tree node in one place with another, beside a count */
#include "layout_all.h"

struct subject {
	struct bpf_refcount beside;
	union {
		struct bpf_rb_node field;
		struct bpf_spin_lock other;
	};
};

SEC("tc")
int tree_node_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
