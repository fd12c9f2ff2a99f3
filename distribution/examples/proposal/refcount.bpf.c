/* Objects with many owners, counted by the caller: functions only move references. */
#include "proposal_things.h"

struct slot {
	struct shared __kptr *shared;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

SEC("tc") __success __retval(0)
__description("set two, add to two lists: not one atomic operation")
int set_and_add_to_two_lists(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_list_add(&shared->second, &second_shared);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0)
__description("one more for the list, one stays with the program")
int keep_one(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_refcount_inc(&shared->ref, 1);
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_spin_unlock(&lock);
	shared->key = 2;
	put_shared(shared);
	return 0;
}

SEC("tc") __success __retval(0)
__description("what is borrowed under its list's lock can be kept")
int keep_what_is_first(struct __sk_buff *skb)
{
	struct shared *shared;

	bpf_spin_lock(&lock);
	shared = bpf_list_first(&first_shared);
	if (shared)
		bpf_refcount_inc(&shared->ref, 1);
	bpf_spin_unlock(&lock);
	if (shared)
		put_shared(shared);
	return 0;
}

SEC("tc") __success __retval(1)
__description("the last put tells, and the object ends")
int last_put_ends_it(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 1;
	if (bpf_refcount_put(shared)) {
		end_shared(shared);
		return 1;
	}
	return 0;
}

SEC("tc") __success __retval(1)
__description("several references go at once")
int put_several(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(3);

	if (!shared)
		return 1;
	if (bpf_refcount_sub(shared, 3)) {
		end_shared(shared);
		return 1;
	}
	return 0;
}

SEC("tc") __success __retval(1)
__description("of three, two go; the last one is asked for")
int put_some(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(3);

	if (!shared)
		return 1;
	bpf_refcount_sub(shared, 2);
	if (bpf_refcount_put(shared)) {
		end_shared(shared);
		return 1;
	}
	return 0;
}

SEC("tc") __success __retval(1)
__description("downgrade: the only reference allows destruction")
int single_may_end(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 1;
	if (bpf_refcount_single(shared)) {
		end_shared(shared);
		return 1;
	}
	put_shared(shared);
	return 0;
}

/* many owners, and a list of its own */
struct album {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};

SEC("tc") __success __retval(0)
__description("its list can be used without its lock then: nobody else reaches it")
int single_uses_its_list_without_lock(struct __sk_buff *skb)
{
	struct album *album = new(struct album);
	struct item *item;

	if (!album)
		return 0;
	bpf_refcount_set(&album->ref, 1);
	bpf_spin_lock_init(&album->lock);
	bpf_list_head_init(&album->items);
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &album->items);
	item = bpf_list_pop_front(&album->items);
	if (item)
		end_item(item);
	bpf_list_head_fini(&album->items, NULL, NULL);
	bpf_kptr_free(album);
	return 0;
}

SEC("tc") __success __retval(0)
__description("a map may own one as well")
int one_for_the_map(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);
	struct slot *slot;
	__u32 key = 0;

	if (!shared)
		return 0;
	slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) {
		if (bpf_refcount_sub(shared, 2))
			end_shared(shared);
		return 0;
	}
	struct shared *old = bpf_kptr_xchg(&slot->shared, shared);

	shared->key = 4;
	put_shared(shared);
	if (old)
		put_shared(old);
	return 0;
}

SEC("tc") __success __under("refcount=helper") __retval(0)
__description("counted by the functions: add takes its own, the caller keeps its own")
int helper_counts(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_list_add(&shared->second, &second_shared);
	bpf_spin_unlock(&lock);
	put_shared(shared);
	return 0;
}

SEC("tc") __success __under("refcount=helper") __retval(0)
__description("one more is acquired, and put again")
int helper_acquires(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1), *again;

	if (!shared)
		return 0;
	again = bpf_refcount_acquire(shared);
	again->key = 3;
	bpf_refcount_put(again);
	put_shared(shared);
	return 0;
}

SEC("tc") __success __under("refcount=helper") __retval(0)
__description("types without a count move, as ever")
int helper_moves_single_owners(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	bpf_spin_unlock(&lock);
	return 0;
}

LICENSE("GPL");
