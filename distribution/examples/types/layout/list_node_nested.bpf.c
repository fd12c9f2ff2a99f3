/* a list node in a nested struct, beside a count */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_list_node field;
};

struct subject {
	struct bpf_refcount beside;
	struct part part;
};

SEC("tc")
int list_node_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
