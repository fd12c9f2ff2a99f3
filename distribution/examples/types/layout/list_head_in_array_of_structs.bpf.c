/* a list head in an array of structs, beside a lock */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_list_head field __contains(leaf, node);
};

struct subject {
	struct bpf_spin_lock guard;
	struct part parts[2];
};

SEC("tc")
int list_head_in_array_of_structs(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
