/*
 * The types, locks and containers that many examples use, and how their objects are made.
 *
 * Constructors leave nothing out: what they return is Live, or NULL.
 */
#pragma once

#include "proposal_example.h"

/* one owner at a time, one node */
struct item {
	__u64 key;
	struct bpf_list_node node;
};

/* one owner at a time, a node for each of two lists */
struct twin {
	__u64 key;
	struct bpf_list_node first;
	struct bpf_list_node second;
};

/* many owners */
struct shared {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_list_node first;
	struct bpf_list_node second;
};

/* many owners, readable under RCU, its node knows its list */
struct entry {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

/* owns items under its own lock */
struct box {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};

/* in a tree, one owner at a time */
struct leaf {
	__u64 key;
	struct bpf_rb_node node;
};

/* the compiler describes only types that something points to, and a tag is no pointer */
#define KNOWN(type) private(types) struct type *known_##type
KNOWN(item);
KNOWN(twin);
KNOWN(shared);
KNOWN(entry);
KNOWN(leaf);

private(A) struct bpf_spin_lock lock;
private(A) struct bpf_list_head items __value(struct, item, node);
private(A) struct bpf_list_head more_items __value(struct, item, node);
private(A) struct bpf_list_head first_twins __value(struct, twin, first);
private(A) struct bpf_list_head second_twins __value(struct, twin, second);
private(A) struct bpf_list_head first_shared __value(struct, shared, first);
private(A) struct bpf_list_head second_shared __value(struct, shared, second);
private(A) struct bpf_list_head entries __value(struct, entry, node);
private(A) struct bpf_rb_root leaves __value(struct, leaf, node);

private(B) struct bpf_spin_lock other_lock;
private(B) struct bpf_list_head other_items __value(struct, item, node);
private(B) struct bpf_list_head other_shared __value(struct, shared, first);
private(B) struct bpf_list_head other_entries __value(struct, entry, node);
private(B) struct bpf_rb_root other_leaves __value(struct, leaf, node);

static __always_inline struct item *make_item(void)
{
	struct item *item = new(struct item);

	if (!item)
		return NULL;
	item->key = 1;
	bpf_list_node_init(&item->node);
	return item;
}

static __always_inline void end_item(struct item *item)
{
	bpf_list_node_fini(&item->node);
	bpf_kptr_free(item);
}

static __always_inline struct twin *make_twin(void)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return NULL;
	twin->key = 1;
	bpf_list_node_init(&twin->first);
	bpf_list_node_init(&twin->second);
	return twin;
}

static __always_inline void end_twin(struct twin *twin)
{
	bpf_list_node_fini(&twin->first);
	bpf_list_node_fini(&twin->second);
	bpf_kptr_free(twin);
}

#define make_shared(count)                              \
	({                                              \
		struct shared *made = new(struct shared); \
		if (made) {                             \
			made->key = 1;                  \
			bpf_refcount_set(&made->ref, count); \
			bpf_list_node_init(&made->first); \
			bpf_list_node_init(&made->second); \
		}                                       \
		made;                                   \
	})

static __always_inline void end_shared(struct shared *shared)
{
	bpf_list_node_fini(&shared->first);
	bpf_list_node_fini(&shared->second);
	bpf_kptr_free(shared);
}

static __always_inline void put_shared(struct shared *shared)
{
	if (bpf_refcount_put(shared))
		end_shared(shared);
}

#define make_entry(count)                               \
	({                                              \
		struct entry *made = new(struct entry);   \
		if (made) {                             \
			made->key = 1;                  \
			bpf_refcount_set(&made->ref, count); \
			bpf_rcu_head_init(&made->rcu);  \
			bpf_list_node_init(&made->node); \
			bpf_owner_init(&made->owner);   \
		}                                       \
		made;                                   \
	})

/* runs after a grace period: nobody reads the entry any more */
static long reclaim_entry(struct entry *entry)
{
	bpf_list_node_fini(&entry->node);
	bpf_kptr_free(entry);
	return 0;
}

static __always_inline void put_entry(struct entry *entry)
{
	if (bpf_refcount_put(entry))
		bpf_call_rcu(entry, reclaim_entry);
}

static __always_inline struct box *make_box(void)
{
	struct box *box = new(struct box);

	if (!box)
		return NULL;
	box->key = 1;
	bpf_spin_lock_init(&box->lock);
	bpf_list_head_init(&box->items);
	return box;
}

static __always_inline void end_box(struct box *box)
{
	bpf_list_head_fini(&box->items, NULL, NULL);
	bpf_kptr_free(box);
}

static __always_inline struct leaf *make_leaf(__u64 key)
{
	struct leaf *leaf = new(struct leaf);

	if (!leaf)
		return NULL;
	leaf->key = key;
	bpf_rb_node_init(&leaf->node);
	return leaf;
}

static __always_inline void end_leaf(struct leaf *leaf)
{
	bpf_rb_node_fini(&leaf->node);
	bpf_kptr_free(leaf);
}

static long by_key(struct leaf *a, struct leaf *b)
{
	return a->key < b->key;
}
