/* a pointer to copies for every CPU two in an array, beside a list node */
#include "layout_all.h"

struct subject {
	struct bpf_list_node beside;
	struct plain __percpu_kptr *field[2];
};

SEC("tc")
int percpu_pointer_in_array(struct __sk_buff *skb)
{
	USE_EVERY;
	return 0;
}

LICENSE("GPL");
