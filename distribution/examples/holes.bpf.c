/*
 * What Linux 6.18 accepts although it goes wrong. Under the policy holes=6.18 these programs are accepted as well;
 * NEEDED.tsv tells what happens when they run.
 */
#include "example.h"
#include "refcount.h"

struct shared {
	__u64 key;
	__u64 value;
	struct bpf_refcount owners;
};

SEC("tc") __success __under("holes=6.18")
__description("the count is looked for 8 bytes too far behind, and the reference leads past the object")
int share_by_a_shifted_pointer(struct __sk_buff *skb)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	if (!shared)
		return 0;
	second = bpf_refcount_acquire_impl(&shared->value, NULL);
	second->value = 1;
	bpf_obj_drop(second);
	bpf_obj_drop(shared);
	return 0;
}

LICENSE("GPL");
