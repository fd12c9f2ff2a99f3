/*
 * A cache that forgets what was used least recently: as lru_cache.bpf.c, but an entry that is used moves to the end
 * of the list at once. That takes bpf_list_del, which is given a borrowed node and answers NULL unless it is on that
 * very list (7.x).
 */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"
#include "list_newer.h"

#define ROOM 2

struct entry {
	__u64 key;
	__u64 value;
	struct bpf_rb_node by_key;
	struct bpf_list_node by_age;
	struct bpf_refcount owners;
};

struct shard {
	struct bpf_spin_lock lock;
	__u32 count;
	__u32 evicted;
	struct bpf_rb_root index __contains(entry, by_key);
	struct bpf_list_head ages __contains(entry, by_age);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct shard);
} shards SEC(".maps");

static struct shard *shard_of(__u64 key)
{
	__u32 shard = (key * 0x9e3779b97f4a7c15ULL) >> 62;

	return bpf_map_lookup_elem(&shards, &shard);
}

static bool is_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct entry, by_key)->key <
	       container_of(b, struct entry, by_key)->key;
}

/* the entry of a key, with a reference for the caller, or NULL */
static __noinline struct entry *get(struct shard *shard, __u64 key)
{
	struct entry *entry, *found = NULL;
	struct bpf_list_node *on_list;
	struct bpf_rb_node *node;

	if (!shard)
		return NULL;
	bpf_spin_lock(&shard->lock);
	node = bpf_rbtree_root(&shard->index);
	for (int level = 0; level < 8 && node; level++) {
		entry = container_of(node, struct entry, by_key);
		if (entry->key == key) {
			on_list = bpf_list_del(&shard->ages, &entry->by_age);
			if (on_list)
				bpf_list_push_back(&shard->ages, on_list);
			found = bpf_refcount_acquire(entry);
			break;
		}
		if (key < entry->key)
			node = bpf_rbtree_left(&shard->index, node);
		else
			node = bpf_rbtree_right(&shard->index, node);
	}
	bpf_spin_unlock(&shard->lock);
	return found;
}

/* throws the one out that was used least recently, if there is no room */
static __noinline int make_room(struct shard *shard)
{
	struct bpf_rb_node *in_index;
	struct bpf_list_node *oldest;
	struct entry *entry;

	bpf_spin_lock(&shard->lock);
	if (shard->count < ROOM) {
		bpf_spin_unlock(&shard->lock);
		return 0;
	}
	oldest = bpf_list_pop_front(&shard->ages);
	if (!oldest) {
		bpf_spin_unlock(&shard->lock);
		return -ENOENT;
	}
	entry = container_of(oldest, struct entry, by_age);
	in_index = bpf_rbtree_remove(&shard->index, &entry->by_key);
	shard->count--;
	shard->evicted++;
	bpf_spin_unlock(&shard->lock);
	bpf_obj_drop(entry);
	if (in_index)
		bpf_obj_drop(container_of(in_index, struct entry, by_key));
	return 0;
}

static __noinline int put(__u64 key, __u64 value)
{
	struct shard *shard = shard_of(key);
	struct entry *entry, *second;

	if (!shard)
		return -ENOENT;
	entry = get(shard, key);
	if (entry) {
		entry->value = value;
		bpf_obj_drop(entry);
		return 0;
	}
	make_room(shard);
	entry = bpf_obj_new(struct entry);
	if (!entry)
		return -ENOMEM;
	entry->key = key;
	entry->value = value;
	second = bpf_refcount_acquire(entry);
	bpf_spin_lock(&shard->lock);
	bpf_rbtree_add(&shard->index, &entry->by_key, is_less);
	bpf_list_push_back(&shard->ages, &second->by_age);
	shard->count++;
	bpf_spin_unlock(&shard->lock);
	return 0;
}

/* the value, or -1 */
static __noinline long value_of(__u64 key)
{
	struct entry *entry = get(shard_of(key), key);
	long value;

	if (!entry)
		return -1;
	value = entry->value;
	bpf_obj_drop(entry);
	return value;
}

/* 0, 2 and 5 belong to one shard */
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
int forgets_the_unused(struct __sk_buff *skb)
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
	entry = get(shard_of(2), 2);
	if (!entry)
		return -2;
	put(0, 8);
	put(5, 9);
	value = value_of(2) == -1 ? (int)entry->value : -3;
	bpf_obj_drop(entry);
	return value;
}

LICENSE("GPL");
