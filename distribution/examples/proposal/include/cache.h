/* What both caches have in common: a tree by key, a list by age, and a count, since an entry is on both. The two files
   that include this differ in who counts. */
#pragma once

#include "proposal_example.h"

#define CAPACITY 3
#define DEEPEST 8

struct entry {
	__u64 key;
	__u64 value;
	struct bpf_refcount ref;
	struct bpf_rb_node by_key;
	struct bpf_list_node by_age;
	struct bpf_owner tree __owner_of(by_key);
	struct bpf_owner list __owner_of(by_age);
};

private(cache) struct bpf_spin_lock lock;
private(cache) struct bpf_rb_root keys __value(struct, entry, by_key);
private(cache) struct bpf_list_head ages __value(struct, entry, by_age); /* the oldest first */
private(cache) __u64 entries;

/* NULL, or an entry that lacks its count and is Live once it has it */
static struct entry *make(__u64 key, __u64 value)
{
	struct entry *entry = new(struct entry);

	if (!entry)
		return NULL;
	entry->key = key;
	entry->value = value;
	bpf_rb_node_init(&entry->by_key);
	bpf_list_node_init(&entry->by_age);
	bpf_owner_init(&entry->tree);
	bpf_owner_init(&entry->list);
	return entry;
}

/* of an entry that is the program's alone */
static void destroy(struct entry *entry)
{
	bpf_rb_node_fini(&entry->by_key);
	bpf_list_node_fini(&entry->by_age);
	bpf_kptr_free(entry);
}

static long older(struct entry *left, struct entry *right)
{
	return left->key < right->key;
}

/* borrowed until unlock, or NULL; the lock is held */
static struct entry *find(__u64 key)
{
	struct entry *entry = bpf_rbtree_root(&keys);

	for (int i = 0; i < DEEPEST && entry; i++) {
		if (entry->key == key)
			return entry;
		if (key < entry->key)
			entry = bpf_rbtree_left(&entry->by_key, &keys);
		else
			entry = bpf_rbtree_right(&entry->by_key, &keys);
	}
	return NULL;
}
