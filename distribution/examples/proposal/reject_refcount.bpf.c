/* Rules of shared ownership: one program, one rule. */
#include "proposal_things.h"

/* many owners, and a list of its own */
struct album {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};

static __always_inline struct album *make_album(void)
{
	struct album *album = new(struct album);

	if (!album)
		return NULL;
	bpf_refcount_set(&album->ref, 1);
	bpf_spin_lock_init(&album->lock);
	bpf_list_head_init(&album->items);
	return album;
}

static __always_inline void end_album(struct album *album)
{
	bpf_list_head_fini(&album->items, NULL, NULL);
	bpf_kptr_free(album);
}

struct slot {
	struct entry __kptr *entry;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

SEC("tc") __failure __rule("refcount.not-the-field")
__msg("R1 must be the address of a bpf_refcount, and is offset 0 of struct shared")
__description("the key is no count")
int count_with_the_key(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_refcount_inc((void *)&shared->key, 1);
	if (bpf_refcount_sub(shared, 2))
		end_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-an-object")
__msg("R1 must be an object with a bpf_refcount, and is offset 0 of struct item")
__description("an item has one owner")
int put_what_is_not_shared(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	if (bpf_refcount_put(item)) {
		end_item(item);
		return 0;
	}
	return 0;
}

SEC("tc") __failure __rule("refcount.not-an-object")
__msg("R1 must be an object with a bpf_refcount, and is offset 16 of struct shared")
__description("the object is put, not its node")
int put_the_node(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	if (bpf_refcount_put(&shared->first))
		end_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-live")
__msg("the object is Constructing (constructed: offset 8)")
__description("nobody else can own it yet")
int put_half_made(struct __sk_buff *skb)
{
	struct shared *shared = new(struct shared);

	if (!shared)
		return 0;
	bpf_refcount_set(&shared->ref, 1);
	if (bpf_refcount_put(shared))
		bpf_kptr_free(shared);
	return 0;
}

SEC("tc") __failure __rule("call.argument-not-constant")
__msg("R2 must be a known constant")
__description("the verifier counts along, so it must know the number")
int count_by_chance(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_refcount_inc(&shared->ref, bpf_get_prandom_u32());
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.count-range")
__msg("R2 must be a constant from 1 to 65536")
__description("an object without owners would be lost")
int count_nothing(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_refcount_set(&shared->ref, 0);
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __under("refcount=helper") __rule("refcount.count-range")
__msg("R2 must be a constant from 1 to 1")
__description("where functions count, the program begins with one")
int begin_with_two(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_refcount_put(shared);
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-private")
__msg("the count can be set only by the constructor, or while the object is private")
__description("the map's reference would be lost")
int set_what_is_shared(struct __sk_buff *skb)
{
	struct shared *shared;

	bpf_spin_lock(&lock);
	shared = bpf_list_pop_front(&first_shared);
	bpf_spin_unlock(&lock);
	if (!shared)
		return 0;
	bpf_refcount_set(&shared->ref, 1);
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.linked")
__msg("the object is on a collection, whose reference the new count would lose")
__description("the list's reference must be counted")
int set_while_linked(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_refcount_set(&shared->ref, 1);
	bpf_spin_unlock(&lock);
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-owned")
__msg("R1 is neither owned nor borrowed under its container's lock")
__description("what is only read under RCU may have a count of 0")
int count_what_is_only_read(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	struct entry *entry;

	if (!slot)
		return 0;
	entry = slot->entry;
	if (!entry)
		return 0;
	bpf_refcount_inc(&entry->ref, 1);
	put_entry(entry);
	return 0;
}

SEC("tc") __failure __rule("refcount.too-few")
__msg("bpf_refcount_sub needs a reference to give away: R1 has static_ref=1")
__description("two of one")
int put_too_many(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	if (bpf_refcount_sub(shared, 2)) {
		end_shared(shared);
		return 0;
	}
	return 0;
}

SEC("tc") __failure __rule("refcount.not-one")
__msg("R1 has static_ref=2, and one is needed to ask")
__description("with two of its own the program knows the answer")
int ask_with_two(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_refcount_single(shared);
	if (bpf_refcount_sub(shared, 2))
		end_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("refcount.frozen")
__msg("the object is frozen")
__description("taken from 1 to 0, the count admits nothing but set and call_rcu")
int count_while_frozen(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return 0;
	if (bpf_refcount_single(entry)) {
		bpf_refcount_inc(&entry->ref, 1);
		bpf_refcount_put(entry);
		bpf_call_rcu(entry, reclaim_entry);
		return 0;
	}
	put_entry(entry);
	return 0;
}

SEC("tc") __failure __rule("refcount.frozen-held")
__msg("cannot be reached while an object is frozen")
__description("nobody could get it any more")
int exit_while_frozen(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	struct entry *entry;

	if (!slot)
		return 0;
	entry = bpf_kptr_get(&slot->entry);
	if (!entry)
		return 0;
	if (bpf_refcount_single(entry))
		return 0;
	put_entry(entry);
	return 0;
}

struct hand {
	struct album *album;
	int put;
};

static long put_its_holder(struct item *item, struct hand *hand)
{
	if (hand->album) {
		bpf_refcount_set(&hand->album->ref, 1);
	}
	return 1;
}

SEC("tc") __failure __rule("refcount.iterated")
__msg("holds a collection that is being iterated")
__description("while its list is iterated the album stays as it is")
int set_while_iterating(struct __sk_buff *skb)
{
	struct hand hand = {};

	hand.album = make_album();
	if (!hand.album)
		return 0;
	bpf_list_for_each(&hand.album->items, put_its_holder, &hand, 0);
	if (hand.album)
		end_album(hand.album);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned")
__msg("is poisoned: bpf_refcount_put at")
__description("who does not check has no object")
int use_without_check(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_refcount_put(shared);
	end_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned")
__msg("is poisoned: bpf_refcount_put at")
__description("all copies are poisoned, wherever they lie")
int use_a_copy(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);
	struct shared *volatile copy = shared;

	if (!shared)
		return 0;
	if (!bpf_refcount_put(shared))
		return copy->key & 1;
	end_shared(shared);
	return 0;
}

LICENSE("GPL");
