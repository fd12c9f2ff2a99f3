/* a head says what it contains, in the words for it */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __attribute__((btf_decl_tag("holds:leaf:node")));
};

SEC("tc")
int head_with_unknown_tag(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
