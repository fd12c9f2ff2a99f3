/* a spin lock twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct bpf_spin_lock field;
	struct bpf_spin_lock second;
};

SEC("tc")
int lock_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
