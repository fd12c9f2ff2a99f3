/* What is there how long: holders that are jumped to, claims of removed nodes, values of maps. */
#include "proposal_things.h"

/* many owners, readable under RCU, with a list of its own */
struct crate {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_spin_lock lock;
	struct bpf_list_head entries __value(struct, entry, node);
};
KNOWN(crate);

/* many owners, nodes that know their lists */
struct pair {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_list_node first;
	struct bpf_list_node second;
	struct bpf_owner first_owner __owner_of(first);
	struct bpf_owner second_owner __owner_of(second);
};
KNOWN(pair);

private(G) struct bpf_spin_lock pair_lock;
private(G) struct bpf_list_head first_pairs __value(struct, pair, first);
private(G) struct bpf_list_head second_pairs __value(struct, pair, second);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct box);
} boxes SEC(".maps");

static long puts_an_entry(struct entry *entry, void *ctx)
{
	put_entry(entry);
	return 0;
}

static long reclaim_crate(struct crate *crate)
{
	bpf_list_head_fini(&crate->entries, puts_an_entry, NULL);
	bpf_kptr_free(crate);
	return 0;
}

static __always_inline void put_crate(struct crate *crate)
{
	if (bpf_refcount_put(crate))
		bpf_call_rcu(crate, reclaim_crate);
}

static __always_inline struct crate *make_crate(void)
{
	struct crate *crate = new(struct crate);

	if (!crate)
		return NULL;
	crate->key = 5;
	bpf_refcount_set(&crate->ref, 1);
	bpf_rcu_head_init(&crate->rcu);
	bpf_spin_lock_init(&crate->lock);
	bpf_list_head_init(&crate->entries);
	return crate;
}

SEC("tc") __success __retval(5)
__description("from a node to the object whose list it is on, with a reference of one's own")
int jump_to_an_object(struct __sk_buff *skb)
{
	struct crate *crate = make_crate(), *found;
	struct entry *entry;
	int key = 0, removed = 0;

	if (!crate)
		return 5;
	entry = make_entry(2);
	if (!entry) {
		put_crate(crate);
		return 5;
	}
	bpf_spin_lock(&crate->lock);
	bpf_list_add(&entry->node, &crate->entries);
	bpf_spin_unlock(&crate->lock);
	found = bpf_list_owner(&entry->node, bpf_core_type_id_local(struct crate));
	if (found) {
		key = found->key;
		bpf_spin_lock(&found->lock);
		if (bpf_list_owns_node(&entry->node, &found->entries)) {
			bpf_list_remove(&entry->node, &found->entries);
			removed = 1;
		}
		bpf_spin_unlock(&found->lock);
		put_crate(found);
	}
	if (removed)
		bpf_refcount_put(entry);
	put_entry(entry);
	put_crate(crate);
	return key;
}

static __always_inline struct pair *make_pair(void)
{
	struct pair *pair = new(struct pair);

	if (!pair)
		return NULL;
	bpf_refcount_set(&pair->ref, 1);
	bpf_list_node_init(&pair->first);
	bpf_list_node_init(&pair->second);
	bpf_owner_init(&pair->first_owner);
	bpf_owner_init(&pair->second_owner);
	return pair;
}

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(0)
__description("what nobody else knows of may leave by its other node; the first one is free again")
int add_remove_and_add_the_other(struct __sk_buff *skb)
{
	struct pair *pair = make_pair();

	if (!pair)
		return 0;
	bpf_spin_lock(&pair_lock);
	bpf_list_add(&pair->first, &first_pairs);
	bpf_list_remove(&pair->first, &first_pairs);
	bpf_list_add(&pair->second, &second_pairs);
	bpf_spin_unlock(&pair_lock);
	return 0;
}

SEC("tc") __success __under("unknown-nodes=owner+claim") __retval(0)
__description("what the removal claimed is given back before unlock")
int pop_add_the_other_and_unclaim(struct __sk_buff *skb)
{
	struct pair *pair = make_pair();

	if (!pair)
		return 0;
	bpf_spin_lock(&pair_lock);
	bpf_list_add(&pair->first, &first_pairs);
	bpf_spin_unlock(&pair_lock);
	bpf_spin_lock(&pair_lock);
	pair = bpf_list_pop_front(&first_pairs);
	if (pair) {
		if (bpf_list_claim_node(&pair->second)) {
			bpf_list_add(&pair->second, &second_pairs);
			bpf_list_unclaim_node(&pair->first);
		} else {
			bpf_list_add(&pair->first, &first_pairs);
		}
	}
	bpf_spin_unlock(&pair_lock);
	return 0;
}

SEC("syscall") __success __retval(0)
__description("uses a value that another program may delete, and may sleep in between")
int use_a_box(void *ctx)
{
	struct box empty = {}, *box;
	__u32 key = 1;

	bpf_map_update_elem(&boxes, &key, &empty, 0);
	box = bpf_map_lookup_elem(&boxes, &key);
	if (!box)
		return 0;
	bpf_spin_lock(&box->lock);
	bpf_spin_unlock(&box->lock);
	return 0;
}

SEC("syscall") __success __retval(0)
__description("deletes it")
int delete_a_box(void *ctx)
{
	__u32 key = 1;

	bpf_map_delete_elem(&boxes, &key);
	return 0;
}

LICENSE("GPL");
