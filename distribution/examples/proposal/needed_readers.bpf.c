/* What the rules are there for, between two CPUs: what is read under RCU, counted from nothing, claimed by who does not
   own it. */
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

/* the same, with items that have one owner each */
struct drawer {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};
KNOWN(drawer);

/* nothing but many owners and readers */
struct record {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
};
KNOWN(record);

struct slot {
	struct entry __kptr *entry;
	struct crate __kptr *crate;
	struct drawer __kptr *drawer;
	struct record __kptr *record;
	struct record __kptr *kept;
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

/* records: what is counted up from nothing */

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

static __always_inline struct record *make_record(void)
{
	struct record *record = new(struct record);

	if (!record)
		return NULL;
	bpf_refcount_set(&record->ref, 1);
	bpf_rcu_head_init(&record->rcu);
	return record;
}

/* the one that was in the map for a moment; NULL if somebody else has taken it */
static __always_inline struct record *show_record(struct slot *at)
{
	struct record *record = make_record();

	if (!record)
		return NULL;
	record = bpf_kptr_xchg(&at->record, record);
	if (record)
		put_record(record);
	return bpf_kptr_xchg(&at->record, NULL);
}

SEC("syscall") __success __retval(0)
__description("keeps what it finds")
int get_and_keep(void *ctx)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	record = bpf_kptr_get(&at->record);
	bpf_rcu_read_unlock();
	if (!record)
		return 0;
	record = bpf_kptr_xchg(&at->kept, record);
	if (record)
		put_record(record);
	return 0;
}

SEC("syscall") __failure __rule("rcu.outside")
__description("what it is about to count up is freed meanwhile")
int get_outside(void *ctx)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = bpf_kptr_get(&at->record);
	if (record)
		put_record(record);
	return 0;
}

SEC("syscall") __success __retval(0)
__description("in the map for a moment, ended after a grace period")
int show_and_end(void *ctx)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = show_record(at);
	if (record)
		put_record(record);
	return 0;
}

SEC("syscall") __failure __rule("refcount.frozen")
__description("the count was 0 so that no reader can count up, and is not")
int count_what_is_frozen(void *ctx)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = show_record(at);
	if (!record)
		return 0;
	if (!bpf_refcount_single(record)) {
		put_record(record);
		return 0;
	}
	bpf_refcount_inc(&record->ref, 1);
	bpf_refcount_put(record);
	bpf_call_rcu(record, reclaim_record);
	return 0;
}

SEC("syscall") __failure __rule("rcu.not-last")
__description("counted again, it is there for readers again")
int set_and_end(void *ctx)
{
	struct slot *at = slot();
	struct record *record;

	if (!at)
		return 0;
	record = show_record(at);
	if (!record)
		return 0;
	if (bpf_refcount_put(record)) {
		bpf_refcount_set(&record->ref, 1);
		bpf_call_rcu(record, reclaim_record);
	}
	return 0;
}

/* entries, which know their list */

static __always_inline void show_entry(struct slot *at)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return;
	entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry)
		put_entry(entry);
}

SEC("syscall") __failure __under("unknown-nodes=owner+claim") __rule("owner.not-owned")
__description("its owner has voided the claim, and put the node on a list, when it is given back")
int claim_what_is_read(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	entry = at->entry;
	if (entry && bpf_list_claim_node(&entry->node))
		bpf_list_unclaim_node(&entry->node);
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __success __under("unknown-nodes=owner+claim") __retval(0)
__description("takes the entry from the map, puts it on a list, and on another if nobody has claimed it")
int move_entry(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;

	if (!at)
		return 0;
	show_entry(at);
	entry = bpf_kptr_xchg(&at->entry, NULL);
	if (!entry)
		return 0;
	if (!bpf_refcount_put(entry))
		return 0;
	bpf_refcount_set(&entry->ref, 3);
	if (bpf_list_claim_node(&entry->node)) {
		bpf_spin_lock(&lock);
		bpf_list_add(&entry->node, &entries);
		bpf_spin_unlock(&lock);
	} else {
		put_entry(entry);
	}
	if (bpf_list_claim_node(&entry->node)) {
		bpf_spin_lock(&other_lock);
		bpf_list_add(&entry->node, &other_entries);
		bpf_spin_unlock(&other_lock);
	} else {
		put_entry(entry);
	}
	put_entry(entry);
	return 0;
}

/* drawers: their locks, and who may do without */

static long ends_an_item(struct item *item, void *ctx)
{
	end_item(item);
	return 0;
}

static long reclaim_drawer(struct drawer *drawer)
{
	bpf_list_head_fini(&drawer->items, ends_an_item, NULL);
	bpf_kptr_free(drawer);
	return 0;
}

static __always_inline void put_drawer(struct drawer *drawer)
{
	if (bpf_refcount_put(drawer))
		bpf_call_rcu(drawer, reclaim_drawer);
}

static __always_inline void show_drawer(struct slot *at)
{
	struct drawer *drawer = new(struct drawer);
	struct item *item;

	if (!drawer)
		return;
	bpf_refcount_set(&drawer->ref, 1);
	bpf_rcu_head_init(&drawer->rcu);
	bpf_spin_lock_init(&drawer->lock);
	bpf_list_head_init(&drawer->items);
	item = make_item();
	if (item) {
		bpf_spin_lock(&drawer->lock);
		bpf_list_add(&item->node, &drawer->items);
		bpf_spin_unlock(&drawer->lock);
	}
	drawer = bpf_kptr_xchg(&at->drawer, drawer);
	if (drawer)
		put_drawer(drawer);
}

SEC("syscall") __failure __rule("lock.borrowed-in-rcu")
__description("its only owner need not ask for the lock")
int take_from_what_is_read(void *ctx)
{
	struct slot *at = slot();
	struct drawer *drawer;
	struct item *item;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	drawer = at->drawer;
	if (!drawer) {
		bpf_rcu_read_unlock();
		return 0;
	}
	bpf_spin_lock(&drawer->lock);
	item = bpf_list_pop_front(&drawer->items);
	bpf_spin_unlock(&drawer->lock);
	bpf_rcu_read_unlock();
	if (item)
		end_item(item);
	return 0;
}

SEC("syscall") __success __retval(0)
__description("takes from a drawer that is nobody else's")
int take_from_the_only_one(void *ctx)
{
	struct slot *at = slot();
	struct drawer *drawer;
	struct item *item;

	if (!at)
		return 0;
	show_drawer(at);
	drawer = bpf_kptr_xchg(&at->drawer, NULL);
	if (!drawer)
		return 0;
	if (!bpf_refcount_put(drawer))
		return 0;
	item = bpf_list_pop_front(&drawer->items);
	if (item)
		end_item(item);
	bpf_call_rcu(drawer, reclaim_drawer);
	return 0;
}

/* crates of entries: the way from a node to whose it is */

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

SEC("syscall") __success __retval(0)
__description("a crate with an entry, which the map has as well; and ends the crate")
int pack_and_end(void *ctx)
{
	struct slot *at = slot();
	struct crate *crate;
	struct entry *entry;

	if (!at)
		return 0;
	crate = new(struct crate);
	if (!crate)
		return 0;
	bpf_refcount_set(&crate->ref, 1);
	bpf_rcu_head_init(&crate->rcu);
	bpf_spin_lock_init(&crate->lock);
	bpf_list_head_init(&crate->entries);
	entry = make_entry(2);
	if (entry) {
		bpf_spin_lock(&crate->lock);
		bpf_list_add(&entry->node, &crate->entries);
		bpf_spin_unlock(&crate->lock);
		entry = bpf_kptr_xchg(&at->entry, entry);
		if (entry)
			put_entry(entry);
	}
	put_crate(crate);
	return 0;
}

SEC("syscall") __failure __rule("owner.outside-rcu")
__description("the crate is freed while it is looked at")
int ask_outside(void *ctx)
{
	struct slot *at = slot();
	struct entry *entry;
	struct crate *crate;

	if (!at)
		return 0;
	bpf_rcu_read_lock();
	entry = bpf_kptr_get(&at->entry);
	bpf_rcu_read_unlock();
	if (!entry)
		return 0;
	crate = bpf_list_owner(&entry->node, bpf_core_type_id_local(struct crate));
	if (crate)
		put_crate(crate);
	put_entry(entry);
	return 0;
}

LICENSE("GPL");
