/* a timer twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct bpf_timer field;
	struct bpf_timer second;
};

SEC("tc")
int timer_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
