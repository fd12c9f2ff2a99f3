/* What the rules are there for, between two CPUs: harm that no program does alone. */
#include "proposal_things.h"

/* many owners, readable under RCU, on no list */
struct record {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
};
KNOWN(record);

struct slot {
	struct record __kptr *record;
	struct shared __kptr *shared;
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

static long reclaim_record(struct record *record)
{
	bpf_kptr_free(record);
	return 0;
}

static __always_inline void put_record(struct record *record)
{
	if (bpf_refcount_put(record))
		bpf_call_rcu(record, reclaim_record);
}

static __always_inline void store_record(struct slot *at)
{
	struct record *record = new(struct record);

	if (!record)
		return;
	bpf_refcount_set(&record->ref, 1);
	bpf_rcu_head_init(&record->rcu);
	record = bpf_kptr_xchg(&at->record, record);
	if (record)
		put_record(record);
}

SEC("tc") __failure __rule("lock.already-held")
__description("this one first, that one second")
int lock_both(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_spin_lock(&other_lock);
	bpf_spin_unlock(&other_lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.already-held")
__description("and the other way around")
int lock_both_the_other_way(struct __sk_buff *skb)
{
	bpf_spin_lock(&other_lock);
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	bpf_spin_unlock(&other_lock);
	return 0;
}

static long let_others_in(struct item *item, void *ctx)
{
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	return 0;
}

SEC("tc") __failure __rule("collection.unlock-iterated")
__description("between the two an element may go")
int iterate_and_unlock(struct __sk_buff *skb)
{
	struct item *a = make_item(), *b;

	if (!a)
		return 0;
	b = make_item();
	if (!b) {
		end_item(a);
		return 0;
	}
	bpf_spin_lock(&lock);
	bpf_list_add(&a->node, &items);
	bpf_list_add(&b->node, &items);
	bpf_list_for_each(&items, let_others_in, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0)
__description("takes an element, and ends it")
int take_one(struct __sk_buff *skb)
{
	struct item *item;

	bpf_spin_lock(&lock);
	item = bpf_list_pop_back(&items);
	bpf_spin_unlock(&lock);
	if (item)
		end_item(item);
	return 0;
}

/* has a list of its own, and is on one */
struct tray {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};
KNOWN(tray);

private(F) struct bpf_spin_lock tray_lock;
private(F) struct bpf_list_head trays __value(struct, tray, node);

static long ends_an_item(struct item *item, void *ctx)
{
	end_item(item);
	return 0;
}

static __always_inline void end_tray(struct tray *tray)
{
	bpf_list_head_fini(&tray->items, ends_an_item, NULL);
	bpf_list_node_fini(&tray->node);
	bpf_kptr_free(tray);
}

static long puts_the_tray_away(struct item *item, struct tray **tray)
{
	struct tray *whole = *tray;

	if (!whole)
		return 0;
	*tray = NULL;
	bpf_spin_lock(&tray_lock);
	bpf_list_add(&whole->node, &trays);
	bpf_spin_unlock(&tray_lock);
	return 0;
}

SEC("tc") __failure __rule("refcount.iterated")
__description("whoever takes it from there ends what is being walked")
int put_away_what_is_walked(struct __sk_buff *skb)
{
	struct tray *tray = new(struct tray), *handed;
	struct item *item;

	if (!tray)
		return 0;
	bpf_list_node_init(&tray->node);
	bpf_spin_lock_init(&tray->lock);
	bpf_list_head_init(&tray->items);
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &tray->items);
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &tray->items);
	handed = tray;
	bpf_list_for_each(&tray->items, puts_the_tray_away, &handed, 0);
	if (handed)
		end_tray(handed);
	return 0;
}

SEC("tc") __success __retval(0)
__description("takes a tray, and ends it")
int take_a_tray(struct __sk_buff *skb)
{
	struct tray *tray;

	bpf_spin_lock(&tray_lock);
	tray = bpf_list_pop_front(&trays);
	bpf_spin_unlock(&tray_lock);
	if (tray)
		end_tray(tray);
	return 0;
}

SEC("tc") __success __retval(1)
__description("reads what the map has")
int read_record(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 1;
	record = at->record;
	if (record)
		return (record->key & 1) | 1;
	return 1;
}

SEC("tc") __failure __rule("allocator.published-rcu")
__description("freed under the eyes of readers")
int free_under_readers(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	store_record(at);
	record = bpf_kptr_xchg(&at->record, NULL);
	if (record && bpf_refcount_put(record))
		bpf_kptr_free(record);
	return 0;
}

SEC("tc") __success __retval(0)
__description("takes it from the map, and ends it after a grace period")
int replace_record(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	store_record(at);
	record = bpf_kptr_xchg(&at->record, NULL);
	if (record)
		put_record(record);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-owned")
__description("counts up what has a count of 0")
int count_what_is_read(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = at->record;
	if (!record)
		return 0;
	bpf_refcount_inc(&record->ref, 1);
	put_record(record);
	return 0;
}

static __always_inline void store_shared(struct slot *at)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return;
	shared = bpf_kptr_xchg(&at->shared, shared);
	if (shared)
		put_shared(shared);
}

SEC("tc") __success __retval(0)
__description("takes it from the map, and ends it at once: no reader was promised anything")
int replace_shared(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct shared *shared;

	if (!at)
		return 0;
	store_shared(at);
	shared = bpf_kptr_xchg(&at->shared, NULL);
	if (shared)
		put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-a-field")
__description("counts up what is freed meanwhile")
int get_what_may_be_freed(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct shared *shared;

	if (!at)
		return 0;
	shared = bpf_kptr_get(&at->shared);
	if (shared)
		put_shared(shared);
	return 0;
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
private(E) struct bpf_spin_lock more_careful_lock;
private(E) struct bpf_list_head more_carefuls __value(struct, careful, node);

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

/* the one in the map, put there if there is none */
static __always_inline struct careful *find_careful(void)
{
	__u32 key = 0;
	struct place *place = bpf_map_lookup_elem(&places, &key);
	struct careful *careful;

	if (!place)
		return NULL;
	careful = bpf_kptr_get(&place->careful);
	if (careful)
		return careful;
	careful = new(struct careful);
	if (!careful)
		return NULL;
	bpf_refcount_set(&careful->ref, 1);
	bpf_rcu_head_init(&careful->rcu);
	bpf_spin_lock_init(&careful->lock);
	bpf_list_node_init(&careful->node);
	bpf_owner_init(&careful->owner);
	careful = bpf_kptr_xchg(&place->careful, careful);
	if (careful)
		put_careful(careful);
	return bpf_kptr_get(&place->careful);
}

SEC("tc") __success __under("unknown-nodes=owner+node-lock") __retval(0)
__description("the list's lock first, then the node's")
int lock_list_and_node(struct __sk_buff *skb)
{
	struct careful *careful = find_careful();

	if (!careful)
		return 0;
	bpf_spin_lock(&careful_lock);
	bpf_node_lock(&careful->lock);
	bpf_node_unlock(&careful->lock);
	bpf_spin_unlock(&careful_lock);
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock") __rule("lock.node-order")
__description("the other way around")
int lock_node_and_list(struct __sk_buff *skb)
{
	struct careful *careful = find_careful();

	if (!careful)
		return 0;
	bpf_node_lock(&careful->lock);
	bpf_spin_lock(&careful_lock);
	bpf_spin_unlock(&careful_lock);
	bpf_node_unlock(&careful->lock);
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock") __rule("lock.node-order")
__description("now this way, now that")
int lock_both_ways(struct __sk_buff *skb)
{
	struct careful *careful = find_careful();

	if (!careful)
		return 0;
	bpf_spin_lock(&careful_lock);
	bpf_node_lock(&careful->lock);
	bpf_node_unlock(&careful->lock);
	bpf_spin_unlock(&careful_lock);
	bpf_node_lock(&careful->lock);
	bpf_spin_lock(&careful_lock);
	bpf_spin_unlock(&careful_lock);
	bpf_node_unlock(&careful->lock);
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock")
__rule("owner.node-lock-for-question")
__description("it was on no list when it was asked")
int ask_and_add(struct __sk_buff *skb)
{
	struct careful *careful = find_careful();

	if (!careful)
		return 0;
	if (bpf_list_owner_is_null(&careful->node)) {
		bpf_refcount_inc(&careful->ref, 1);
		bpf_spin_lock(&careful_lock);
		bpf_list_add(&careful->node, &carefuls);
		bpf_spin_unlock(&careful_lock);
	}
	put_careful(careful);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+node-lock")
__rule("owner.node-lock-for-question")
__description("and so it was for the other CPU")
int ask_and_add_elsewhere(struct __sk_buff *skb)
{
	struct careful *careful = find_careful();

	if (!careful)
		return 0;
	if (bpf_list_owner_is_null(&careful->node)) {
		bpf_refcount_inc(&careful->ref, 1);
		bpf_spin_lock(&more_careful_lock);
		bpf_list_add(&careful->node, &more_carefuls);
		bpf_spin_unlock(&more_careful_lock);
	}
	put_careful(careful);
	return 0;
}

LICENSE("GPL");
