/* a count two bytes beside where it should be, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	__u16 before;
	struct bpf_refcount field;
} __attribute__((packed));

SEC("tc")
int count_misaligned(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
