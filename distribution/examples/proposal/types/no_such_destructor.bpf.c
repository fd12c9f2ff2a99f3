#include "proposal_example.h"

struct box {
	__u64 key;
	struct bpf_rcu_head rcu __destructor(nobody);
};

SEC("tc") __failure __under("reclaim=destructor") __rule("layout.invalid")
__msg("box: a tag names the function nobody, which is not part of this program")
__description("who ends it?")
int no_such_destructor(struct __sk_buff *skb)
{
	struct box *box = new(struct box);

	if (!box)
		return 0;
	bpf_rcu_head_init(&box->rcu);
	bpf_kptr_free_rcu(box);
	return 0;
}

LICENSE("GPL");
