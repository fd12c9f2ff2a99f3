/* a pointer to copies for every CPU in a nested struct, beside a list node */
#include "layout_all.h"

struct part {
	__u64 number;
	struct plain __percpu_kptr *field;
};

struct subject {
	struct bpf_list_node beside;
	struct part part;
};

SEC("tc")
int percpu_pointer_nested(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
