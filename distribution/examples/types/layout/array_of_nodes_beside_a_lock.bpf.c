/* nodes cannot stand in arrays */
#include "layout.h"

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_node nodes[2];
};

SEC("tc")
int array_of_nodes_beside_a_lock(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
