/* a work queue twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct bpf_wq field;
	struct bpf_wq second;
};

SEC("tc")
int work_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
