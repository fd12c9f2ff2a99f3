/* two types in a circle */
#include "layout.h"

struct partner {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(subject, node);
};

struct subject {
	struct bpf_spin_lock lock;
	struct bpf_list_node node;
	struct bpf_list_head head __contains(partner, node);
};

SEC("tc")
int own_each_other(struct __sk_buff *skb)
{
	USE_ALL;
	USE(struct partner);
	return 0;
}

LICENSE("GPL");
