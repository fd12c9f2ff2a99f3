/* A cache whose functions count: add takes a reference of its own, remove and pop hand theirs over.
   cache_caller.bpf.c is the same where the program counts. */
#include "cache.h"

/* gives a reference back and ends the entry if it was the last */
static void put(struct entry *entry)
{
	if (bpf_refcount_put(entry))
		destroy(entry);
}

/* 0, or -ENOMEM */
static int insert(__u64 key, __u64 value)
{
	struct entry *entry = make(key, value);

	if (!entry)
		return -ENOMEM;
	bpf_refcount_set(&entry->ref, 1);
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&entry->by_key, &keys, older);
	bpf_list_add_tail(&entry->by_age, &ages);
	entries++;
	bpf_spin_unlock(&lock);
	put(entry); /* ours: the tree and the list have one each */
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
		put(entry);
		return 1;
	}
	entry = bpf_rbtree_remove(&entry->by_key, &keys);
	entries--;
	bpf_spin_unlock(&lock);
	/* what the list had: known not to be the last; then what the tree had */
	bpf_refcount_put(entry);
	put(entry);
	return 1;
}

/* the value, or -1; the entry becomes the youngest */
static int lookup(__u64 key)
{
	struct entry *entry;
	int value;

	bpf_spin_lock(&lock);
	entry = find(key);
	if (!entry) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	value = entry->value;
	if (!bpf_list_owns_node(&entry->by_age, &ages)) {
		bpf_spin_unlock(&lock);
		return value;
	}
	entry = bpf_list_remove(&entry->by_age, &ages);
	bpf_list_add_tail(&entry->by_age, &ages);
	bpf_spin_unlock(&lock);
	put(entry); /* what remove handed over: add took one of its own */
	return value;
}

/* 0, or -ENOMEM */
static int store(__u64 key, __u64 value)
{
	if (entries >= CAPACITY)
		evict();
	return insert(key, value);
}

SEC("tc") __success __retval(0) __under("refcount=helper")
__description("each add takes a reference, then the program gives its own back")
int cache_store(struct __sk_buff *skb)
{
	return store(skb->len, 7);
}

SEC("tc") __success __retval(-1) __under("refcount=helper")
__description("found in the tree, moved to the young end of the list: one reference up, one down")
int cache_lookup(struct __sk_buff *skb)
{
	return lookup(skb->len);
}

SEC("tc") __success __retval(0) __under("refcount=helper")
__description("two references came out of two containers; the first put is known not to be the last")
int cache_evict(struct __sk_buff *skb)
{
	return evict();
}

SEC("tc") __success __retval(1103) __under("refcount=helper")
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
