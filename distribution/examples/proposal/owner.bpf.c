/* Nodes in an unknown state: asking who owns them, jumping to the owner, claiming, node locks. */
#include "proposal_things.h"

struct slot {
	struct entry __kptr *entry;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static __always_inline struct slot *slot(void)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&slots, &key);
}

/* on the list, and in the map */
static __always_inline void put_in_both(struct slot *at)
{
	struct entry *entry = make_entry(2);

	if (!entry)
		return;
	bpf_spin_lock(&lock);
	bpf_list_add(&entry->node, &entries);
	bpf_spin_unlock(&lock);
	entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry)
		put_entry(entry);
}

SEC("tc") __success __retval(1)
__description("a node of which nothing is known leaves the list that owns it")
int ask_and_remove(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;
	int removed = 0;

	if (!at)
		return 1;
	put_in_both(at);
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 1;
	bpf_spin_lock(&lock);
	if (bpf_list_owns_node(&entry->node, &entries)) {
		bpf_list_remove(&entry->node, &entries);
		removed = 1;
	}
	bpf_spin_unlock(&lock);
	if (removed)
		bpf_refcount_put(entry);
	put_entry(entry);
	return removed;
}

SEC("tc") __success
__description("not on this list: perhaps on that one")
int ask_one_list_then_the_other(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;
	int removed = 0;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 0;
	bpf_spin_lock(&lock);
	if (bpf_list_owns_node(&entry->node, &entries)) {
		bpf_list_remove(&entry->node, &entries);
		removed = 1;
	}
	bpf_spin_unlock(&lock);
	if (!removed) {
		bpf_spin_lock(&other_lock);
		if (bpf_list_owns_node(&entry->node, &other_entries)) {
			bpf_list_remove(&entry->node, &other_entries);
			removed = 1;
		}
		bpf_spin_unlock(&other_lock);
	}
	if (removed)
		bpf_refcount_put(entry);
	put_entry(entry);
	return removed;
}

/* map values with a list each */
struct bucket {
	struct bpf_spin_lock lock;
	struct bpf_list_head entries __value(struct, entry, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bucket);
} buckets SEC(".maps");

SEC("tc") __success __retval(1)
__description("from the node to its list, without a walk")
int jump_to_the_owner(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(2);
	struct bucket *bucket;
	__u32 key = 2;
	int removed = 0;

	if (!entry)
		return 1;
	bucket = bpf_map_lookup_elem(&buckets, &key);
	if (bucket) {
		bpf_spin_lock(&bucket->lock);
		bpf_list_add(&entry->node, &bucket->entries);
		bpf_spin_unlock(&bucket->lock);
		bucket = bpf_list_owner(&entry->node, bpf_core_type_id_local(struct bucket));
		if (bucket) {
			bpf_spin_lock(&bucket->lock);
			if (bpf_list_owns_node(&entry->node, &bucket->entries)) {
				bpf_list_remove(&entry->node, &bucket->entries);
				removed = 1;
			}
			bpf_spin_unlock(&bucket->lock);
		}
		if (removed)
			bpf_refcount_put(entry);
		put_entry(entry);
		return removed;
	}
	if (bpf_refcount_sub(entry, 2))
		bpf_call_rcu(entry, reclaim_entry);
	return 1;
}

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(1)
__description("a claim reserves the node without any lock; then it is added")
int claim_and_add(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(2);
	int added = 0;

	if (!entry)
		return 1;
	if (bpf_list_claim_node(&entry->node)) {
		bpf_spin_lock(&lock);
		bpf_list_add(&entry->node, &entries);
		bpf_spin_unlock(&lock);
		added = 1;
	} else {
		bpf_refcount_put(entry);
	}
	put_entry(entry);
	return added;
}

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(1)
__description("or it is given back")
int claim_and_unclaim(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);
	int claimed = 0;

	if (!entry)
		return 1;
	if (bpf_list_claim_node(&entry->node)) {
		claimed = 1;
		bpf_list_unclaim_node(&entry->node);
	}
	put_entry(entry);
	return claimed;
}

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(0)
__description("what was popped is claimed: nobody else steps in before it is added elsewhere")
int pop_and_add_elsewhere(struct __sk_buff *skb)
{
	struct entry *entry;

	bpf_spin_lock(&lock);
	entry = bpf_list_pop_front(&entries);
	bpf_spin_unlock(&lock);
	if (!entry)
		return 0;
	bpf_spin_lock(&other_lock);
	bpf_list_add(&entry->node, &other_entries);
	bpf_spin_unlock(&other_lock);
	return 0;
}

/* its node has a lock of its own */
struct careful {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_spin_lock lock __node_lock;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};
KNOWN(careful);

private(D) struct bpf_spin_lock careful_lock;
private(D) struct bpf_list_head carefuls __value(struct, careful, node);

static __always_inline void put_careful(struct careful *careful)
{
	if (bpf_refcount_put(careful)) {
		bpf_list_node_fini(&careful->node);
		bpf_kptr_free(careful);
	}
}

SEC("tc") __success __under("unknown-nodes=owner+node-lock") __retval(2)
__description("under the node lock a node without owner stays without: it is added")
int lock_node_and_add(struct __sk_buff *skb)
{
	struct careful *careful = new(struct careful);
	int added = 0;

	if (!careful)
		return 2;
	bpf_refcount_set(&careful->ref, 3);
	bpf_spin_lock_init(&careful->lock);
	bpf_list_node_init(&careful->node);
	bpf_owner_init(&careful->owner);
	bpf_spin_lock(&careful_lock);
	bpf_list_add(&careful->node, &carefuls);
	bpf_node_lock(&careful->lock);
	bpf_list_remove(&careful->node, &carefuls);
	bpf_node_unlock(&careful->lock);
	bpf_node_lock(&careful->lock);
	if (bpf_list_owner_is_null(&careful->node)) {
		bpf_list_add(&careful->node, &carefuls);
		added = 1;
	}
	bpf_node_unlock(&careful->lock);
	bpf_spin_unlock(&careful_lock);
	if (added) {
		bpf_refcount_put(careful);
		put_careful(careful);
		return 2;
	}
	if (bpf_refcount_sub(careful, 3)) {
		bpf_list_node_fini(&careful->node);
		bpf_kptr_free(careful);
	}
	return 1;
}

LICENSE("GPL");
