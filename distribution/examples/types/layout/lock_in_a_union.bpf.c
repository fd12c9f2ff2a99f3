/* a union is not looked into: the lock is plain data */
#include "layout.h"

struct subject {
	__u64 a;
	union {
		struct bpf_spin_lock lock;
		__u64 z;
	};
};

SEC("tc")
int lock_in_a_union(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
