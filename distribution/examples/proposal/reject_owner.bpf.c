/* Rules of nodes in an unknown state: one program, one rule. */
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

/* its node has a lock of its own */
struct careful {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_spin_lock lock __node_lock;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};
KNOWN(careful);

private(D) struct bpf_spin_lock careful_lock;
private(D) struct bpf_list_head carefuls __value(struct, careful, node);

struct place {
	struct careful __kptr *careful;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct place);
} places SEC(".maps");

static long reclaim_careful(struct careful *careful)
{
	bpf_list_node_fini(&careful->node);
	bpf_kptr_free(careful);
	return 0;
}

static __always_inline void put_careful(struct careful *careful)
{
	if (bpf_refcount_put(careful))
		bpf_call_rcu(careful, reclaim_careful);
}

static __always_inline struct careful *get_careful(void)
{
	__u32 key = 0;
	struct place *place = bpf_map_lookup_elem(&places, &key);

	return place ? bpf_kptr_get(&place->careful) : NULL;
}

struct bucket {
	struct bpf_spin_lock lock;
	struct bpf_list_head entries __value(struct, entry, node);
};
KNOWN(bucket);

SEC("tc") __failure __rule("owner.no-owner-field")
__msg("R1 must be the address of a node with a bpf_owner")
__description("the node does not remember its list")
int ask_a_node_without_owner(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);
	int owns;

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	owns = bpf_list_owns_node(&shared->first, &first_shared);
	bpf_spin_unlock(&lock);
	put_shared(shared);
	return owns;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.not-live")
__msg("the object is Constructing")
__description("its owner field holds garbage")
int claim_half_made(struct __sk_buff *skb)
{
	struct entry *entry = new(struct entry);

	if (!entry)
		return 0;
	if (bpf_list_claim_node(&entry->node))
		bpf_list_unclaim_node(&entry->node);
	bpf_kptr_free(entry);
	return 0;
}

SEC("tc") __failure __rule("owner.not-a-type")
__msg("R2 must be the id of a struct of the program's own")
__description("of what type is the holder to be?")
int jump_to_a_number(struct __sk_buff *skb)
{
	struct entry *entry = make_entry(1);
	int found;

	if (!entry)
		return 0;
	found = bpf_list_owner(&entry->node, bpf_core_type_id_local(__u64)) != NULL;
	put_entry(entry);
	return found;
}

SEC("syscall") __failure __rule("owner.outside-rcu")
__msg("bpf_list_owner must be called in an RCU read section")
__description("the holder may go while it is looked at")
int jump_outside(void *ctx)
{
	struct entry *entry = make_entry(1);
	int found;

	if (!entry)
		return 0;
	found = bpf_list_owner(&entry->node, bpf_core_type_id_local(struct bucket)) != NULL;
	put_entry(entry);
	return found;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.not-owned")
__msg("R1 is not owned")
__description("it may be gone before it is added")
int claim_what_is_only_read(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = at->entry;
	if (!entry)
		return 0;
	if (bpf_list_claim_node(&entry->node))
		bpf_list_unclaim_node(&entry->node);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.not-claimed")
__msg("the node is Unknown, not claimed")
__description("it would take the node from its list, or from whoever claimed it")
int unclaim_what_was_not_claimed(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 0;
	bpf_list_unclaim_node(&entry->node);
	put_entry(entry);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.claim-lost")
__msg("the last reference would go while a node of the object is claimed")
__description("nobody could add it ever again")
int put_while_claimed(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 0;
	bpf_list_claim_node(&entry->node);
	put_entry(entry);
	return 0;
}

/* one owner at a time, and a lock for its node all the same */
struct shy {
	__u64 key;
	struct bpf_spin_lock lock __node_lock;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};
KNOWN(shy);

private(E) struct bpf_spin_lock shy_lock;
private(E) struct bpf_list_head shies __value(struct, shy, node);

struct corner {
	struct shy __kptr *shy;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct corner);
} corners SEC(".maps");

SEC("tc") __failure __under("unknown-nodes=owner+node-lock") __rule("owner.node-lock-not-held")
__msg("the node lock of a published object must be held to add it")
__description("another CPU may be adding it elsewhere")
int add_without_node_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct corner *corner = bpf_map_lookup_elem(&corners, &key);
	struct shy *shy;

	if (!corner)
		return 0;
	shy = bpf_kptr_xchg(&corner->shy, NULL);
	if (!shy)
		return 0;
	bpf_spin_lock(&shy_lock);
	bpf_list_add(&shy->node, &shies);
	bpf_spin_unlock(&shy_lock);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock")
__rule("owner.node-lock-for-question")
__msg("the node lock must be held to ask")
__description("the answer would be old")
int ask_without_node_lock(struct __sk_buff *skb)
{
	struct careful *careful = get_careful();
	int null;

	if (!careful)
		return 0;
	null = bpf_list_owner_is_null(&careful->node);
	put_careful(careful);
	return null;
}

SEC("tc") __failure __rule("list.already-linked")
__msg("the node may be on a collection already: it is Unknown")
__description("what a map holds may be on a list as well")
int add_what_was_got(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&entry->node, &entries);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.not-on-it")
__msg("the node is not known to be on this bpf_list_head")
__description("in the false branch it is on another list, or on none")
int remove_where_it_is_not(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	entry = bpf_kptr_get(&at->entry);
	if (!entry)
		return 0;
	bpf_spin_lock(&lock);
	if (!bpf_list_owns_node(&entry->node, &entries))
		bpf_list_remove(&entry->node, &entries);
	bpf_spin_unlock(&lock);
	put_entry(entry);
	return 0;
}

LICENSE("GPL");
