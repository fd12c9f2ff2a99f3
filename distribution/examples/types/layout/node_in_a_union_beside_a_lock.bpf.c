/* the node is plain data */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	union {
		struct bpf_list_node node;
		__u64 z;
	};
};

SEC("tc")
int node_in_a_union_beside_a_lock(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
