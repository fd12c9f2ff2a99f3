/* a tree node in a union, beside a count */
#include "layout_all.h"

struct subject {
	struct bpf_refcount beside;
	union {
		struct bpf_rb_node field;
		__u64 raw[4];
	};
};

SEC("tc")
int tree_node_in_union(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
