/* a list head two in an array, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	struct bpf_list_head field[2] __contains(leaf, node);
};

SEC("tc")
int list_head_in_array(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
