/* a tree node in an array of structs, beside a count */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_rb_node field;
};

struct subject {
	struct bpf_refcount beside;
	struct part parts[2];
};

SEC("tc")
int tree_node_in_array_of_structs(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
