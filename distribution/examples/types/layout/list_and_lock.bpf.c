/* a list beside its lock */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(leaf, node);
};

SEC("tc")
int list_and_lock(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
