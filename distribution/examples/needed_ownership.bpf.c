/* What keeps objects from owning each other without end: one would have to be freed within the other. */
#include "example.h"

#define DEPTH 4000

struct nest {
	struct bpf_list_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head inside __contains(nest, node);
};

private(a) struct bpf_spin_lock lock;
private(a) struct bpf_list_head nests __contains(nest, node);

SEC("tc") __failure
int freed_within_each_other(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct nest *nest;

	for (int i = 0; i < DEPTH; i++) {
		nest = bpf_obj_new(struct nest);
		if (!nest)
			return 0;
		bpf_spin_lock(&lock);
		node = bpf_list_pop_front(&nests);
		bpf_spin_unlock(&lock);
		if (node) {
			bpf_spin_lock(&nest->lock);
			bpf_list_push_front(&nest->inside, node);
			bpf_spin_unlock(&nest->lock);
		}
		bpf_spin_lock(&lock);
		bpf_list_push_front(&nests, &nest->node);
		bpf_spin_unlock(&lock);
	}
	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&nests);
	bpf_spin_unlock(&lock);
	if (node)
		bpf_obj_drop(container_of(node, struct nest, node));
	return 0;
}

LICENSE("GPL");
