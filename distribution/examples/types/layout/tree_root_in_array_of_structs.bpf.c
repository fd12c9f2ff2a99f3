/* a root of a tree in an array of structs, beside a lock */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_rb_root field __contains(tree_leaf, node);
};

struct subject {
	struct bpf_spin_lock guard;
	struct part parts[2];
};

SEC("tc")
int tree_root_in_array_of_structs(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
