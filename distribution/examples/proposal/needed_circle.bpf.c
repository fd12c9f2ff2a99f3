/* What allocator.ownership-depth is there for: a type that can own itself. */
#include "proposal_example.h"

struct link {
	__u64 key;
	struct bpf_list_node node;
	struct link __kptr *next;
};
private(types) struct link *known_link;

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head links __value(struct, link, node);

SEC("tc") __failure __rule("allocator.ownership-depth")
__description("it owns itself, and nobody else can ever end it")
int own_oneself(struct __sk_buff *skb)
{
	struct link *link = new(struct link);

	if (!link)
		return 0;
	bpf_list_node_init(&link->node);
	bpf_kptr_init(&link->next);
	link = bpf_kptr_xchg(&link->next, link);
	if (link) {
		/* it is empty, but that is nowhere said */
		bpf_spin_lock(&lock);
		bpf_list_add(&link->node, &links);
		bpf_spin_unlock(&lock);
	}
	return 0;
}

LICENSE("GPL");
