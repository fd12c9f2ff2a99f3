/* a list head twice, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	struct bpf_list_head field __contains(leaf, node);
	struct bpf_list_head second __contains(leaf, node);
};

SEC("tc")
int list_head_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
