/* The race of §6 as it is. The item itself says where it is, 1 the first list and 0 none, which is right as long as one
   CPU is at work; nobody asks the lists. Rejected, and for a reason: with list.not-on-it and list.already-linked switched
   off, `mortise explore` finds a schedule of two CPUs that breaks a list. */
#include "race.h"

SEC("tc") __failure __rule("list.not-on-it")
__msg("the node is not known to be on this bpf_list_head: it is Unknown")
__description("takes it off the first list without asking the list")
int take_off(struct __sk_buff *skb)
{
	struct item *item = find();

	if (!item)
		return -ENOMEM;
	if (item->number != 1) {
		put(item);
		return 0;
	}
	bpf_spin_lock(&first_lock);
	item->number = 0;
	bpf_list_remove(&item->node, &first);
	bpf_spin_unlock(&first_lock);
	bpf_refcount_put(item);
	put(item);
	return 1;
}

SEC("tc") __failure __rule("list.already-linked")
__msg("the node may be on a collection already: it is Unknown")
__description("puts it on the second list without asking whose it is")
int put_on(struct __sk_buff *skb)
{
	struct item *item = find();

	if (!item)
		return -ENOMEM;
	if (item->number != 0) {
		put(item);
		return 0;
	}
	bpf_refcount_inc(&item->ref, 1);
	bpf_spin_lock(&second_lock);
	item->number = 2;
	bpf_list_add(&item->node, &second);
	bpf_spin_unlock(&second_lock);
	put(item);
	return 1;
}

LICENSE("GPL");
