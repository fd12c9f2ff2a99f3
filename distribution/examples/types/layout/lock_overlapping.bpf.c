/* a spin lock in one place with another, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	union {
		struct bpf_spin_lock field;
		struct bpf_refcount other;
	};
};

SEC("tc")
int lock_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
