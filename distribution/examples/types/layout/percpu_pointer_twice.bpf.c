/* a pointer to copies for every CPU twice, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct plain __percpu_kptr *field;
	struct plain __percpu_kptr *second;
};

SEC("tc")
int percpu_pointer_twice(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
