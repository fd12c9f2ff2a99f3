/* a list node twice, beside a count */
#include "layout_all.h"

struct subject {
	struct bpf_refcount beside;
	struct bpf_list_node field;
	struct bpf_list_node second;
};

SEC("tc")
int list_node_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
