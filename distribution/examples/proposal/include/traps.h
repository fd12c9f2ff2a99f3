/* Types, containers and helpers of the traps. */
#pragma once

#include "proposal_example.h"

/* one owner */
struct item {
	__u64 data;
	struct bpf_list_node n1;
	struct bpf_list_node n2;
};

/* many owners */
struct shared {
	__u64 data;
	struct bpf_list_node n1;
	struct bpf_list_node n2;
	struct bpf_refcount ref;
};

/* many owners, read under RCU, nodes that know their owner */
struct full {
	__u64 data;
	struct bpf_list_node n1;
	struct bpf_list_node n2;
	struct bpf_owner o1 __owner_of(n1);
	struct bpf_owner o2 __owner_of(n2);
	struct bpf_rcu_head rcu;
	struct bpf_refcount ref;
};

/* owns a list */
struct folder {
	__u64 data;
	struct bpf_spin_lock lock;
	struct bpf_refcount ref;
	struct bpf_list_head items __value(struct, item, n1);
};

/* many owners, a node that knows its owner, not read under RCU */
struct plain {
	__u64 data;
	struct bpf_list_node n1;
	struct bpf_owner o1 __owner_of(n1);
	struct bpf_refcount ref;
};

/* its nodes have a lock of their own */
struct locked {
	__u64 data;
	struct bpf_list_node n1;
	struct bpf_owner o1 __owner_of(n1);
	struct bpf_rcu_head rcu;
	struct bpf_refcount ref;
	struct bpf_spin_lock node_lock __node_lock;
};

/* read under RCU, with a lock */
struct guarded {
	__u64 data;
	struct bpf_rcu_head rcu;
	struct bpf_refcount ref;
	struct bpf_spin_lock lock;
};

/* keeps one object */
struct box {
	__u64 data;
	struct item __kptr *item;
};

struct keeper {
	__u64 data;
	struct shared __kptr *shared;
};

struct value {
	struct item __kptr *item;
	struct shared __kptr *shared;
	struct full __kptr *full;
	struct folder __kptr *folder;
	struct locked __kptr *locked;
	struct guarded __kptr *guarded;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} stash SEC(".maps");

/* A and B under one lock, C under another */
private(one) struct bpf_spin_lock lock;
private(one) struct bpf_list_head a __value(struct, item, n1);
private(one) struct bpf_list_head b __value(struct, item, n2);
private(one) struct bpf_list_head b1 __value(struct, item, n1);
private(one) struct bpf_list_head shareds __value(struct, shared, n1);
private(one) struct bpf_list_head shareds2 __value(struct, shared, n2);
private(one) struct bpf_list_head fulls __value(struct, full, n1);
private(one) struct bpf_list_head shareds4 __value(struct, shared, n2);
private(two) struct bpf_spin_lock lock2;
private(two) struct bpf_list_head fulls_elsewhere __value(struct, full, n1);
private(two) struct bpf_list_head fulls2 __value(struct, full, n2);
private(two) struct bpf_list_head shareds3 __value(struct, shared, n2);

static __always_inline struct value *stash_value(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&stash, &key);
}

static __always_inline struct item *make_item(__u64 data)
{
	struct item *o = new(struct item);

	if (!o)
		return 0;
	bpf_list_node_init(&o->n1);
	bpf_list_node_init(&o->n2);
	o->data = data;
	return o;
}

static __always_inline void end_item(struct item *o)
{
	bpf_list_node_fini(&o->n1);
	bpf_list_node_fini(&o->n2);
	bpf_kptr_free(o);
}

static __always_inline struct shared *make_shared(const __u32 count, __u64 data)
{
	struct shared *o = new(struct shared);

	if (!o)
		return 0;
	bpf_list_node_init(&o->n1);
	bpf_list_node_init(&o->n2);
	bpf_refcount_set(&o->ref, count);
	o->data = data;
	return o;
}

static __always_inline void end_shared(struct shared *o)
{
	bpf_list_node_fini(&o->n1);
	bpf_list_node_fini(&o->n2);
	bpf_kptr_free(o);
}

static __always_inline struct full *make_full(const __u32 count, __u64 data)
{
	struct full *o = new(struct full);

	if (!o)
		return 0;
	bpf_list_node_init(&o->n1);
	bpf_list_node_init(&o->n2);
	bpf_owner_init(&o->o1);
	bpf_owner_init(&o->o2);
	bpf_rcu_head_init(&o->rcu);
	bpf_refcount_set(&o->ref, count);
	o->data = data;
	return o;
}

static long end_full(struct full *o)
{
	bpf_list_node_fini(&o->n1);
	bpf_list_node_fini(&o->n2);
	bpf_kptr_free(o);
	return 0;
}

static __always_inline void put_full(struct full *o)
{
	if (bpf_refcount_put(o))
		bpf_call_rcu(o, end_full);
}

static long drain_items(struct item *o, void *ctx)
{
	end_item(o);
	return 0;
}

static __always_inline struct folder *make_folder(void)
{
	struct folder *o = new(struct folder);

	if (!o)
		return 0;
	bpf_spin_lock_init(&o->lock);
	bpf_refcount_set(&o->ref, 1);
	bpf_list_head_init(&o->items);
	return o;
}

static __always_inline void end_folder(struct folder *o)
{
	bpf_list_head_fini(&o->items, drain_items, 0);
	bpf_kptr_free(o);
}

static long end_locked(struct locked *o)
{
	bpf_list_node_fini(&o->n1);
	bpf_kptr_free(o);
	return 0;
}

static __always_inline struct keeper *make_keeper(void)
{
	struct keeper *o = new(struct keeper);

	if (!o)
		return 0;
	bpf_kptr_init(&o->shared);
	return o;
}

static __always_inline void end_keeper(struct keeper *o)
{
	struct shared *kept = bpf_kptr_fini(&o->shared);

	if (kept && bpf_refcount_put(kept))
		end_shared(kept);
	bpf_kptr_free(o);
}

static __always_inline struct locked *make_locked(void)
{
	struct locked *o = new(struct locked);

	if (!o)
		return 0;
	bpf_list_node_init(&o->n1);
	bpf_owner_init(&o->o1);
	bpf_rcu_head_init(&o->rcu);
	bpf_refcount_set(&o->ref, 1);
	bpf_spin_lock_init(&o->node_lock);
	return o;
}

static __always_inline void put_locked(struct locked *o)
{
	if (bpf_refcount_put(o))
		bpf_call_rcu(o, end_locked);
}

static __always_inline struct guarded *make_guarded(void)
{
	struct guarded *o = new(struct guarded);

	if (!o)
		return 0;
	bpf_rcu_head_init(&o->rcu);
	bpf_refcount_set(&o->ref, 1);
	bpf_spin_lock_init(&o->lock);
	return o;
}

static long end_guarded(struct guarded *o)
{
	bpf_kptr_free(o);
	return 0;
}

static __always_inline void put_guarded(struct guarded *o)
{
	if (bpf_refcount_put(o))
		bpf_call_rcu(o, end_guarded);
}
