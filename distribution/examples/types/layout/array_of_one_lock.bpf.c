/* an array of one is one */
#include "layout.h"

struct subject {
	struct bpf_list_node node;
	struct bpf_spin_lock locks[1];
};

SEC("tc")
int array_of_one_lock(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
