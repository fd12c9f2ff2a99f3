/* RCU, the other way: the type names its destructor, and whoever ends the object need not. */
#include "proposal_things.h"

/* readable under RCU, ended by the function that it names */
struct paper {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu __destructor(end_paper);
	struct bpf_list_node node;
};
KNOWN(paper);

struct slot {
	struct paper __kptr *paper;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

__hidden __attribute__((used)) long end_paper(struct paper *paper)
{
	bpf_list_node_fini(&paper->node);
	bpf_kptr_free(paper);
	return 0;
}

SEC("tc") __success __under("reclaim=destructor") __retval(0)
__description("the last reference hands it over")
int end_by_type(struct __sk_buff *skb)
{
	struct paper *paper = new(struct paper);
	struct slot *at;
	__u32 key = 0;

	if (!paper)
		return 0;
	bpf_refcount_set(&paper->ref, 1);
	bpf_rcu_head_init(&paper->rcu);
	bpf_list_node_init(&paper->node);
	at = bpf_map_lookup_elem(&slots, &key);
	if (!at) {
		if (bpf_refcount_put(paper))
			bpf_kptr_free_rcu(paper);
		return 0;
	}
	paper = bpf_kptr_xchg(&at->paper, paper);
	if (paper && bpf_refcount_put(paper))
		bpf_kptr_free_rcu(paper);
	return 0;
}

LICENSE("GPL");
