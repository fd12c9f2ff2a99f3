/* a field that is no direct member is plain data */
#include "layout.h"

struct subject {
	__u64 a;
	struct {
		struct bpf_spin_lock lock;
		struct plain __kptr *held;
	} inner;
};

SEC("tc")
int nested_lock(struct __sk_buff *skb)
{
	USE_ALL;
	return 0;
}

LICENSE("GPL");
