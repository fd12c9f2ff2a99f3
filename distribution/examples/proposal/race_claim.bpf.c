/* The race of §6 kept apart by claims: who wants to add an item that it merely found reserves the node first, without any
   lock; one that is on a list cannot be reserved. */
#include "race.h"

SEC("tc") __success __retval(1) __under("unknown-nodes=owner+claim")
__description("takes it off the first list, if it is there")
int take_off(struct __sk_buff *skb)
{
	struct item *item = find();
	int done = 0;

	if (!item)
		return -ENOMEM;
	bpf_spin_lock(&first_lock);
	if (bpf_list_owns_node(&item->node, &first)) {
		bpf_list_remove(&item->node, &first); /* leaves the node reserved for us */
		bpf_spin_unlock(&first_lock);
		bpf_refcount_put(item);
		done = 1;
	} else {
		bpf_spin_unlock(&first_lock);
	}
	put(item);
	return done;
}

SEC("tc") __success __retval(0) __under("unknown-nodes=owner+claim")
__description("puts it on the second list, if it is on none")
int put_on(struct __sk_buff *skb)
{
	struct item *item = find();

	if (!item)
		return -ENOMEM;
	if (bpf_list_claim_node(&item->node)) {
		bpf_refcount_inc(&item->ref, 1);
		bpf_spin_lock(&second_lock);
		bpf_list_add(&item->node, &second);
		bpf_spin_unlock(&second_lock);
		put(item);
		return 1;
	}
	put(item);
	return 0;
}

LICENSE("GPL");
