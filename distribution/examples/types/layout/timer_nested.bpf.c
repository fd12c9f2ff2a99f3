/* a timer in a nested struct, beside a list node */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_timer field;
};

struct subject {
	struct bpf_list_node beside;
	struct part part;
};

SEC("tc")
int timer_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
