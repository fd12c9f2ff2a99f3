/* a work queue in a union, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	union {
		struct bpf_wq field;
		__u64 raw[4];
	};
};

SEC("tc")
int work_in_union(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
