/* a tree node two bytes beside where it should be, beside a count */
#include "layout_all.h"

struct subject {
	struct bpf_refcount beside;
	__u16 before;
	struct bpf_rb_node field;
} __attribute__((packed));

SEC("tc")
int tree_node_misaligned(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
