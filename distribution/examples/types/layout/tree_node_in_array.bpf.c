/* a tree node two in an array, beside a count */
#include "layout_all.h"

struct subject {
	struct bpf_refcount beside;
	struct bpf_rb_node field[2];
};

SEC("tc")
int tree_node_in_array(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
