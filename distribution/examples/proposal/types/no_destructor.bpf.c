#include "proposal_example.h"

struct box {
	__u64 key;
	struct bpf_rcu_head rcu;
};

SEC("tc") __failure __under("reclaim=destructor") __rule("rcu.no-destructor")
__msg("the type names no destructor")
__description("who ends it?")
int no_destructor(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_rcu_head_init(&box->rcu);
	bpf_kptr_free_rcu(box);
	return 0;
}

LICENSE("GPL");
