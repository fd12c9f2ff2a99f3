/*
 * A cache that forgets what was used least recently: as lru_cache.bpf.c, but an entry that is used moves to the end
 * of the list at once. That takes bpf_list_del, which is given a node in hand and answers NULL unless it is on that
 * very list (7.x).
 */
#include "example.h"
#include "rcu.h"
#include "refcount.h"
#include "list_newer.h"

#define ROOM 2

struct entry {
	__u64 key;
	__u64 value;
	struct bpf_list_node by_age;
	struct bpf_refcount owners;
};

struct place {
	struct entry __kptr *entry;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u64);
	__type(value, struct place);
} by_key SEC(".maps");

private(ages) struct bpf_spin_lock lock;
private(ages) struct bpf_list_head ages __contains(entry, by_age);
private(ages) __u64 count;
private(ages) __u64 added;
private(ages) __u64 evicted;

/* the entry of a key, with a reference for the caller, or NULL */
static __noinline struct entry *get(__u64 key)
{
	struct place *place = bpf_map_lookup_elem(&by_key, &key);
	struct bpf_list_node *node;
	struct entry *entry;

	if (!place)
		return NULL;
	bpf_rcu_read_lock();
	entry = place->entry;
	if (entry)
		entry = bpf_refcount_acquire(entry);
	bpf_rcu_read_unlock();
	if (!entry)
		return NULL;
	/* a place that was deleted may have become another key's meanwhile */
	if (entry->key != key) {
		bpf_obj_drop(entry);
		return NULL;
	}
	bpf_spin_lock(&lock);
	node = bpf_list_del(&ages, &entry->by_age);
	if (node)
		bpf_list_push_back(&ages, node);
	bpf_spin_unlock(&lock);
	return entry;
}

/* takes an entry out of the map, unless its key has another one by now */
static __noinline int forget(struct entry *entry)
{
	__u64 key = entry->key;
	struct place *place = bpf_map_lookup_elem(&by_key, &key);
	bool is_this;

	if (!place)
		return 0;
	bpf_rcu_read_lock();
	is_this = place->entry == entry;
	bpf_rcu_read_unlock();
	return is_this ? bpf_map_delete_elem(&by_key, &key) : 0;
}

/* throws the one out that was used least recently, if there is no room */
static __noinline int make_room(void)
{
	struct bpf_list_node *oldest;
	struct entry *entry;

	bpf_spin_lock(&lock);
	if (count < ROOM) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	oldest = bpf_list_pop_front(&ages);
	if (!oldest) {
		bpf_spin_unlock(&lock);
		return -ENOENT;
	}
	count--;
	evicted++;
	bpf_spin_unlock(&lock);
	entry = container_of(oldest, struct entry, by_age);
	forget(entry);
	bpf_obj_drop(entry);
	return 0;
}

static __noinline int put(__u64 key, __u64 value)
{
	struct entry *entry, *second, *before;
	struct place *place, nothing = {};

	entry = get(key);
	if (entry) {
		entry->value = value;
		bpf_obj_drop(entry);
		return 0;
	}
	make_room();
	bpf_map_update_elem(&by_key, &key, &nothing, BPF_NOEXIST);
	place = bpf_map_lookup_elem(&by_key, &key);
	if (!place)
		return -E2BIG;
	entry = bpf_obj_new(struct entry);
	if (!entry)
		return -ENOMEM;
	entry->key = key;
	entry->value = value;
	second = bpf_refcount_acquire(entry);
	/* one that somebody else put there in between is on the list still, and goes from there in its time */
	before = bpf_kptr_xchg(&place->entry, entry);
	if (before)
		bpf_obj_drop(before);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&ages, &second->by_age);
	count++;
	added++;
	bpf_spin_unlock(&lock);
	return 0;
}

/* the value, or -1 */
static __noinline long value_of(__u64 key)
{
	struct entry *entry = get(key);
	long value;

	if (!entry)
		return -1;
	value = entry->value;
	bpf_obj_drop(entry);
	return value;
}

SEC("tc") __success __under("kernel=7.2") __retval(30) __description("what was put is found, what was put again is changed")
int put_and_get(struct __sk_buff *skb)
{
	if (put(2, 10) || put(2, 30))
		return -1;
	return value_of(2);
}

SEC("tc") __success __under("kernel=7.2") __retval(-1) __description("what was never put is not found")
int miss(struct __sk_buff *skb)
{
	return value_of(2);
}

SEC("tc") __success __under("kernel=7.2") __retval(1)
__description("with room for two, the one used least recently goes: 2 was used since, so 0 is forgotten")
int forgets_the_least_recent(struct __sk_buff *skb)
{
	if (put(2, 1) || put(0, 2))
		return -1;
	if (value_of(2) != 1)
		return -2;
	if (put(5, 3))
		return -3;
	return value_of(2) == 1 && value_of(0) == -1 && value_of(5) == 3;
}

SEC("tc") __success __under("kernel=7.2") __retval(7) __description("an entry in hand outlives its place in the cache")
int kept_in_hand(struct __sk_buff *skb)
{
	struct entry *entry;
	int value;

	if (put(2, 7))
		return -1;
	entry = get(2);
	if (!entry)
		return -2;
	put(0, 8);
	put(5, 9);
	value = value_of(2) == -1 ? (int)entry->value : -3;
	bpf_obj_drop(entry);
	return value;
}

SEC("tc") __success __under("kernel=7.2") __retval(0) __description("one of eight keys is put and another asked for: a key has its own value or none")
int put_one_get_one(struct __sk_buff *skb)
{
	__u64 key = bpf_get_prandom_u32() & 7, other = bpf_get_prandom_u32() & 7;
	long value;

	if (put(key, 100 + key))
		return -1;
	value = value_of(other);
	return value == -1 || value == 100 + other ? 0 : -2;
}

SEC("tc") __success __under("kernel=7.2") __retval(0) __description("empties the list: of what was added, all that was not evicted is on it")
int nothing_is_lost(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct entry *entry;
	__u64 found = 0;

	for (int i = 0; i < 64; i++) {
		bpf_spin_lock(&lock);
		node = bpf_list_pop_front(&ages);
		bpf_spin_unlock(&lock);
		if (!node)
			break;
		entry = container_of(node, struct entry, by_age);
		forget(entry);
		bpf_obj_drop(entry);
		found++;
	}
	return found == count && added == evicted + count ? 0 : -1;
}

LICENSE("GPL");
