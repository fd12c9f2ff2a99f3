/* a head says by which member */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __attribute__((btf_decl_tag("contains:leaf")));
};

SEC("tc")
int head_with_half_a_tag(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
