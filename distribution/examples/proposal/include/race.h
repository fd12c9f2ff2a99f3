/* The race of §6: an item on a list, and in a map where two CPUs find it at once. One takes it off the first list, the
   other puts it on the second. Each file that includes this decides what keeps them apart; WAYS says which fields an item
   has for it. */
#pragma once

#include "proposal_example.h"

struct item {
	__u64 number;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
#ifdef NODE_LOCKS
	struct bpf_spin_lock node_lock __node_lock;
#endif
};

struct slot {
	struct item __kptr *item;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

private(first) struct bpf_spin_lock first_lock;
private(first) struct bpf_list_head first __value(struct, item, node);

private(second) struct bpf_spin_lock second_lock;
private(second) struct bpf_list_head second __value(struct, item, node);

static long reclaim(struct item *item)
{
	bpf_list_node_fini(&item->node);
	bpf_kptr_free(item);
	return 0;
}

static void put(struct item *item)
{
	if (bpf_refcount_put(item))
		bpf_call_rcu(item, reclaim);
}

/* an item that the first list, the map and the caller have; NULL if there is no memory */
static struct item *make(struct slot *slot)
{
	struct item *item = new(struct item), *before;

	if (!item)
		return NULL;
	item->number = 1;
	bpf_refcount_set(&item->ref, 3);
	bpf_rcu_head_init(&item->rcu);
	bpf_list_node_init(&item->node);
	bpf_owner_init(&item->owner);
#ifdef NODE_LOCKS
	bpf_spin_lock_init(&item->node_lock);
#endif
	bpf_spin_lock(&first_lock);
	bpf_list_add(&item->node, &first);
	bpf_spin_unlock(&first_lock);
	before = bpf_kptr_xchg(&slot->item, item);
	if (before)
		put(before);
	return item;
}

/* the item in the map, made if there is none yet; the caller's, and nothing is known of its node */
static struct item *find(void)
{
	struct slot *slot;
	struct item *item;
	__u32 key = 0;

	slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot)
		return NULL;
	item = bpf_kptr_get(&slot->item);
	return item ?: make(slot);
}
