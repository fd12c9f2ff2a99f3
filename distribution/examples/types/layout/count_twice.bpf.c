/* a count twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct bpf_refcount field;
	struct bpf_refcount second;
};

SEC("tc")
int count_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
