/* a resilient lock in a nested struct, beside a list node */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_res_spin_lock field;
};

struct subject {
	struct bpf_list_node beside;
	struct part part;
};

SEC("tc")
int res_lock_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
