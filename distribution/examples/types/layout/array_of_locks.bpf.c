/* locks cannot stand in arrays */
#include "layout.h"

struct subject {
	struct bpf_list_node node;
	struct bpf_spin_lock locks[2];
};

SEC("tc")
int array_of_locks(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
