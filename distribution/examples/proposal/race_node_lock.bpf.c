/* The race of §6 kept apart by a lock in the item: a list's lock, then the node's, and whether the node is on a list is
   asked under it. */
#define NODE_LOCKS
#include "race.h"

SEC("tc") __success __retval(1) __under("unknown-nodes=owner+node-lock")
__description("takes it off the first list, if it is there")
int take_off(struct __sk_buff *skb)
{
	struct item *item = find();
	int done = 0;

	if (!item)
		return -ENOMEM;
	bpf_spin_lock(&first_lock);
	bpf_node_lock(&item->node_lock);
	if (bpf_list_owns_node(&item->node, &first)) {
		bpf_list_remove(&item->node, &first);
		done = 1;
	}
	bpf_node_unlock(&item->node_lock);
	bpf_spin_unlock(&first_lock);
	if (done)
		bpf_refcount_put(item);
	put(item);
	return done;
}

SEC("tc") __success __retval(0) __under("unknown-nodes=owner+node-lock")
__description("puts it on the second list, if it is on none")
int put_on(struct __sk_buff *skb)
{
	struct item *item = find();
	int done = 0;

	if (!item)
		return -ENOMEM;
	bpf_refcount_inc(&item->ref, 1);
	bpf_spin_lock(&second_lock);
	bpf_node_lock(&item->node_lock);
	if (bpf_list_owner_is_null(&item->node)) {
		bpf_list_add(&item->node, &second);
		done = 1;
	}
	bpf_node_unlock(&item->node_lock);
	bpf_spin_unlock(&second_lock);
	if (!done)
		bpf_refcount_put(item);
	put(item);
	return done;
}

LICENSE("GPL");
