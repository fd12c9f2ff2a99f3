/* the inner struct has a list without a lock of its own */
#include "layout.h"

struct within {
	struct bpf_list_head head __contains(leaf, node);
};

struct subject {
	struct bpf_spin_lock lock;
	struct within inner;
};

SEC("tc")
int list_in_a_nested_struct(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
