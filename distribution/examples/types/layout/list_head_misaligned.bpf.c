/* a list head two bytes beside where it should be, beside a lock */
#include "layout_all.h"

struct subject {
	struct bpf_spin_lock guard;
	__u16 before;
	struct bpf_list_head field __contains(leaf, node);
} __attribute__((packed));

SEC("tc")
int list_head_misaligned(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
