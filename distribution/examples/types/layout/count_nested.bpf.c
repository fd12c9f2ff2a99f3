/* a count in a nested struct, beside a list node */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_refcount field;
};

struct subject {
	struct bpf_list_node beside;
	struct part part;
};

SEC("tc")
int count_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
