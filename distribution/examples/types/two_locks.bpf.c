#include "example.h"

struct box {
	__u64 a;
	struct bpf_spin_lock first, second;
};

SEC("tc") __failure __msg("bpf_obj_new/bpf_percpu_obj_new requires prog BTF")
__rule("type.duplicate-field")
__description("one lock is enough")
int two_locks(struct __sk_buff *skb)
{
	struct box *box = bpf_obj_new(struct box);
	if (box)
		bpf_obj_drop(box);
	return 0;
}

LICENSE("GPL");
