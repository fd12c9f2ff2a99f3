/* The race of §6 kept apart by the owner check: what leaves a list is asked for under that list's lock, and only what has
   left one is put on another. */
#include "race.h"

SEC("tc") __success __retval(1) __under("unknown-nodes=owner")
__description("takes it off the first list, if it is there")
int take_off(struct __sk_buff *skb)
{
	struct item *item = find();
	int done = 0;

	if (!item)
		return -ENOMEM;
	bpf_spin_lock(&first_lock);
	if (bpf_list_owns_node(&item->node, &first)) {
		bpf_list_remove(&item->node, &first);
		bpf_spin_unlock(&first_lock);
		bpf_refcount_put(item); /* what the list had, and not the last: we have one */
		done = 1;
	} else {
		bpf_spin_unlock(&first_lock);
	}
	put(item);
	return done;
}

SEC("tc") __success __retval(1) __under("unknown-nodes=owner")
__description("moves it to the second list, if it is on the first")
int move(struct __sk_buff *skb)
{
	struct item *item = find();
	int done = 0;

	if (!item)
		return -ENOMEM;
	bpf_spin_lock(&first_lock);
	if (bpf_list_owns_node(&item->node, &first)) {
		bpf_list_remove(&item->node, &first);
		bpf_spin_unlock(&first_lock);
		bpf_spin_lock(&second_lock);
		bpf_list_add(&item->node, &second);
		bpf_spin_unlock(&second_lock);
		done = 1;
	} else {
		bpf_spin_unlock(&first_lock);
	}
	put(item);
	return done;
}

LICENSE("GPL");
