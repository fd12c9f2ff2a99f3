/* a pointer to copies for every CPU in a union, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	union {
		struct plain __percpu_kptr *field;
		__u64 raw[4];
	};
};

SEC("tc")
int percpu_pointer_in_union(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
