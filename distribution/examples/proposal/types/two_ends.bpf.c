#include "proposal_example.h"

struct box {
	__u64 key;
	struct bpf_rcu_head rcu __destructor(end_box);
};

static long end_box(struct box *box)
{
	bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("rcu.two-ways")
__msg("box names a destructor, but under reclaim=call-rcu bpf_call_rcu ends it")
__description("one type, one way")
int two_ends(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_rcu_head_init(&box->rcu);
	bpf_call_rcu(box, end_box);
	return 0;
}

LICENSE("GPL");
