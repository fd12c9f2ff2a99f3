/* a timer in one place with another, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	union {
		struct bpf_timer field;
		struct bpf_spin_lock other;
	};
};

SEC("tc")
int timer_overlapping(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
