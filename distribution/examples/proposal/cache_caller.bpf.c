/* A cache whose program counts: one reference for the tree and one for the list, set at once, and every function only
   moves one. cache_helper.bpf.c is the same where the functions count. */
#include "cache.h"

/* 0, or -ENOMEM */
static int insert(__u64 key, __u64 value)
{
	struct entry *entry = make(key, value);

	if (!entry)
		return -ENOMEM;
	bpf_refcount_set(&entry->ref, 2);
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&entry->by_key, &keys, older);
	bpf_list_add_tail(&entry->by_age, &ages);
	entries++;
	bpf_spin_unlock(&lock);
	return 0;
}

/* takes the oldest entry out and ends it if nobody else has it; 1 if there was one */
static int evict(void)
{
	struct entry *entry;

	bpf_spin_lock(&lock);
	entry = bpf_list_pop_front(&ages);
	if (!entry) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	if (!bpf_rbtree_owns_node(&entry->by_key, &keys)) {
		bpf_spin_unlock(&lock);
		if (bpf_refcount_put(entry))
			destroy(entry);
		return 1;
	}
	entry = bpf_rbtree_remove(&entry->by_key, &keys);
	entries--;
	bpf_spin_unlock(&lock);
	/* what the list had and what the tree had */
	if (bpf_refcount_sub(entry, 2))
		destroy(entry);
	return 1;
}

/* the value, or -1; the entry becomes the youngest */
static int lookup(__u64 key)
{
	struct entry *entry;
	int value = -1;

	bpf_spin_lock(&lock);
	entry = find(key);
	if (entry) {
		value = entry->value;
		if (bpf_list_owns_node(&entry->by_age, &ages)) {
			entry = bpf_list_remove(&entry->by_age, &ages);
			bpf_list_add_tail(&entry->by_age, &ages);
		}
	}
	bpf_spin_unlock(&lock);
	return value;
}

/* 0, or -ENOMEM */
static int store(__u64 key, __u64 value)
{
	if (entries >= CAPACITY)
		evict();
	return insert(key, value);
}

SEC("tc") __success __retval(0) __under("refcount=caller")
__description("one set for two containers: the adds move a reference each")
int cache_store(struct __sk_buff *skb)
{
	return store(skb->len, 7);
}

SEC("tc") __success __retval(-1) __under("refcount=caller")
__description("found in the tree, moved to the young end of the list, without a count being touched")
int cache_lookup(struct __sk_buff *skb)
{
	return lookup(skb->len);
}

SEC("tc") __success __retval(0) __under("refcount=caller")
__description("what was removed from both is given back in one step; the last reference ends the entry")
int cache_evict(struct __sk_buff *skb)
{
	return evict();
}

SEC("tc") __success __retval(1103) __under("refcount=caller")
__description("1, 2, 3 go in, 1 is used, 4 goes in: 2 was the oldest and is gone")
int cache_round_trip(struct __sk_buff *skb)
{
	int answer;

	for (int i = 1; i <= 3; i++)
		if (store(i, i))
			return -ENOMEM;
	answer = lookup(1) == 1;
	if (store(4, 4))
		return -ENOMEM;
	answer += 1000 * (lookup(2) == -1) + 100 * (lookup(1) == 1);
	return answer + 2 * (lookup(4) == 4);
}

LICENSE("GPL");
