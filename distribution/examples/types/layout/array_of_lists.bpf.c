/* lists can stand in arrays */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head heads[3] __contains(leaf, node);
};

SEC("tc")
int array_of_lists(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
