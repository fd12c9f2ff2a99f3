/* a count in an array of structs, beside a list node */
#include "layout_all.h"

struct part {
	__u64 number;
	struct bpf_refcount field;
};

struct subject {
	struct bpf_list_node beside;
	struct part parts[2];
};

SEC("tc")
int count_in_array_of_structs(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
