/* What the rules are there for: programs that do harm where a rule is switched off. */
#include "proposal_things.h"

struct tray {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};
KNOWN(tray);

struct shelf {
	__u64 key;
	struct bpf_rb_node node;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};
KNOWN(shelf);

/* owns entries, which may have other owners */
struct crate {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_list_head entries __value(struct, entry, node);
};

/* many owners, in trees */
struct vine {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rb_node first;
};
KNOWN(vine);

struct wall {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_rb_root vines __value(struct, vine, first);
};

/* many owners, readable under RCU, on no list */
struct record {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
};
KNOWN(record);

private(F) struct bpf_spin_lock tray_lock;
private(F) struct bpf_list_head trays __value(struct, tray, node);
private(F) struct bpf_rb_root shelves __value(struct, shelf, node);
private(F) struct bpf_rb_root vines __value(struct, vine, first);
private(F) struct bpf_rb_root more_vines __value(struct, vine, first);

struct slot {
	struct item __kptr *item;
	struct entry __kptr *entry;
	struct record __kptr *record;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

static __always_inline struct slot *slot(__u32 key)
{
	return bpf_map_lookup_elem(&slots, &key);
}

static __always_inline struct box *box_with_item(void)
{
	struct box *box = make_box();
	struct item *item;

	if (!box)
		return NULL;
	item = make_item();
	if (item) {
		bpf_spin_lock(&box->lock);
		bpf_list_add(&item->node, &box->items);
		bpf_spin_unlock(&box->lock);
	}
	return box;
}

static __always_inline void add_items(int count)
{
	for (int i = 0; i < count; i++) {
		struct item *item = make_item();

		if (!item)
			return;
		bpf_spin_lock(&lock);
		bpf_list_add(&item->node, &items);
		bpf_spin_unlock(&lock);
	}
}

static __always_inline void add_leaves(int count)
{
	for (int i = 0; i < count; i++) {
		struct leaf *leaf = make_leaf(i);

		if (!leaf)
			return;
		bpf_spin_lock(&lock);
		bpf_rbtree_add(&leaf->node, &leaves, by_key);
		bpf_spin_unlock(&lock);
	}
}

static __always_inline void store_entry(struct slot *at)
{
	struct entry *entry = make_entry(1);

	if (!entry)
		return;
	entry = bpf_kptr_xchg(&at->entry, entry);
	if (entry)
		put_entry(entry);
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

SEC("tc") __failure __rule("allocator.not-constructing")
__description("the list forgets what it owns")
int construct_a_full_list(struct __sk_buff *skb)
{
	struct box *box = box_with_item();

	if (!box)
		return 0;
	bpf_list_head_init(&box->items);
	end_box(box);
	return 0;
}

SEC("tc") __failure __rule("allocator.not-freeable")
__description("what the list owns is lost")
int free_a_full_box(struct __sk_buff *skb)
{
	struct box *box = box_with_item();

	if (box)
		bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("kptr.direct")
__description("what the field owns is lost")
int overwrite_a_pointer(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct item *item;

	if (!at)
		return 0;
	item = make_item();
	if (!item)
		return 0;
	item = bpf_kptr_xchg(&at->item, item);
	if (item)
		end_item(item);
	*(volatile __u64 *)&at->item = 0;
	return 0;
}

SEC("tc") __failure __rule("kptr.not-owned")
__description("two fields own by one reference")
int give_what_a_map_owns(struct __sk_buff *skb)
{
	struct slot *a = slot(0), *b = slot(1);
	struct entry *entry;

	if (!a || !b)
		return 0;
	store_entry(a);
	entry = a->entry;
	if (!entry)
		return 0;
	entry = bpf_kptr_xchg(&b->entry, entry);
	if (entry)
		put_entry(entry);
	return 0;
}

SEC("tc") __failure __rule("kptr.not-the-field")
__description("a number owns nothing")
int give_to_a_number(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct item *item;

	if (!at)
		return 0;
	item = make_item();
	if (item)
		bpf_kptr_xchg(&at->number, item);
	return 0;
}

SEC("tc") __failure __rule("list.drain-needed")
__description("the entry is freed, and the program still owns it")
int drain_what_is_shared(struct __sk_buff *skb)
{
	struct crate *crate = new(struct crate);
	struct entry *entry;

	if (!crate)
		return 0;
	bpf_spin_lock_init(&crate->lock);
	bpf_list_head_init(&crate->entries);
	entry = make_entry(2);
	if (entry) {
		bpf_spin_lock(&crate->lock);
		bpf_list_add(&entry->node, &crate->entries);
		bpf_spin_unlock(&crate->lock);
	}
	bpf_list_head_fini(&crate->entries, NULL, NULL);
	bpf_kptr_free(crate);
	if (entry) {
		entry->key = 2;
		put_entry(entry);
	}
	return 0;
}

SEC("tc") __failure __rule("rbtree.drain-needed")
__description("the vine is freed, and the program still owns it")
int fell_what_is_shared(struct __sk_buff *skb)
{
	struct wall *wall = new(struct wall);
	struct vine *vine;

	if (!wall)
		return 0;
	bpf_spin_lock_init(&wall->lock);
	bpf_rb_root_init(&wall->vines);
	vine = new(struct vine);
	if (vine) {
		bpf_refcount_set(&vine->ref, 2);
		bpf_rb_node_init(&vine->first);
		bpf_spin_lock(&wall->lock);
		bpf_rbtree_add(&vine->first, &wall->vines, by_key);
		bpf_spin_unlock(&wall->lock);
	}
	bpf_rb_root_fini(&wall->vines, NULL, NULL);
	bpf_kptr_free(wall);
	if (vine) {
		vine->key = 2;
		if (bpf_refcount_put(vine)) {
			bpf_rb_node_fini(&vine->first);
			bpf_kptr_free(vine);
		}
	}
	return 0;
}

static long pop_over(struct item *item, void *ctx)
{
	item = bpf_list_pop_back(&items);
	if (item)
		bpf_list_add(&item->node, &more_items);
	return 0;
}

SEC("tc") __failure __rule("list.iterated")
__description("the iteration goes on in another list")
int move_while_iterating(struct __sk_buff *skb)
{
	add_items(3);
	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, pop_over, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

static long add_again(struct leaf *leaf, void *ctx)
{
	leaf = bpf_rbtree_remove(&leaf->node, &leaves);
	leaf->key += 10;
	bpf_rbtree_add(&leaf->node, &leaves, by_key);
	return leaf->key > 50;
}

SEC("tc") __failure __rule("rbtree.iterated")
__description("the iteration sees it again")
int sort_while_iterating(struct __sk_buff *skb)
{
	add_leaves(3);
	bpf_spin_lock(&lock);
	bpf_rbtree_for_each(&leaves, add_again, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

struct hands {
	struct item *other;
};

static long move_the_other(struct item *item, struct hands *hands)
{
	if (!hands->other)
		return 0;
	item = bpf_list_remove(&hands->other->node, &items);
	hands->other = NULL;
	bpf_list_add(&item->node, &more_items);
	return 0;
}

SEC("tc") __failure __rule("list.not-the-element")
__description("the next element is on another list when its turn comes")
int move_the_next(struct __sk_buff *skb)
{
	struct hands hands = {};

	add_items(2);
	bpf_spin_lock(&lock);
	hands.other = bpf_list_last(&items);
	bpf_list_for_each(&items, move_the_other, &hands, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.node-not-live")
__description("the list in the tray was never made, and is drained")
int add_without_its_list(struct __sk_buff *skb)
{
	struct tray *tray = new(struct tray);

	if (!tray)
		return 0;
	bpf_list_node_init(&tray->node);
	bpf_spin_lock(&tray_lock);
	bpf_list_add(&tray->node, &trays);
	tray = bpf_list_pop_front(&trays);
	bpf_spin_unlock(&tray_lock);
	if (!tray)
		return 0;
	bpf_list_head_fini(&tray->items, NULL, NULL);
	bpf_list_node_fini(&tray->node);
	bpf_kptr_free(tray);
	return 0;
}

SEC("tc") __failure __rule("rbtree.node-not-live")
__description("the list in the shelf was never made, and is drained")
int plant_without_its_list(struct __sk_buff *skb)
{
	struct shelf *shelf = new(struct shelf);

	if (!shelf)
		return 0;
	bpf_rb_node_init(&shelf->node);
	bpf_spin_lock(&tray_lock);
	bpf_rbtree_add(&shelf->node, &shelves, by_key);
	shelf = bpf_rbtree_first(&shelves);
	if (shelf)
		shelf = bpf_rbtree_remove(&shelf->node, &shelves);
	bpf_spin_unlock(&tray_lock);
	if (!shelf)
		return 0;
	bpf_list_head_fini(&shelf->items, NULL, NULL);
	bpf_rb_node_fini(&shelf->node);
	bpf_kptr_free(shelf);
	return 0;
}

SEC("tc") __failure __rule("list.not-there")
__description("the number before the list is taken for a pointer")
int first_of_the_key(struct __sk_buff *skb)
{
	struct box *box = make_box();
	int found;

	if (!box)
		return 0;
	found = bpf_list_first(&box->key) != NULL;
	end_box(box);
	return found;
}

SEC("tc") __failure __rule("rbtree.not-on-it")
__description("the first is the root, and is removed twice")
int remove_one_twice(struct __sk_buff *skb)
{
	struct leaf *a, *b;

	add_leaves(1);
	bpf_spin_lock(&lock);
	a = bpf_rbtree_first(&leaves);
	b = bpf_rbtree_root(&leaves);
	if (!a || !b) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	a = bpf_rbtree_remove(&a->node, &leaves);
	b = bpf_rbtree_remove(&b->node, &leaves);
	bpf_spin_unlock(&lock);
	end_leaf(a);
	end_leaf(b);
	return 0;
}

SEC("tc") __failure __rule("rbtree.already-linked")
__description("one node in two trees")
int plant_in_two_trees(struct __sk_buff *skb)
{
	struct vine *vine = new(struct vine);

	if (!vine)
		return 0;
	bpf_refcount_set(&vine->ref, 2);
	bpf_rb_node_init(&vine->first);
	bpf_spin_lock(&tray_lock);
	bpf_rbtree_add(&vine->first, &vines, by_key);
	bpf_rbtree_add(&vine->first, &more_vines, by_key);
	bpf_spin_unlock(&tray_lock);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.not-claimed")
__description("the list has the node, and anybody can claim it")
int unclaim_what_a_list_has(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct entry *entry;

	if (!at)
		return 0;
	entry = make_entry(2);
	if (!entry)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&entry->node, &entries);
	bpf_spin_unlock(&lock);
	bpf_refcount_inc(&entry->ref, 1);
	bpf_list_unclaim_node(&entry->node);
	if (bpf_list_claim_node(&entry->node)) {
		bpf_spin_lock(&other_lock);
		bpf_list_add(&entry->node, &other_entries);
		bpf_spin_unlock(&other_lock);
	} else {
		bpf_refcount_put(entry);
	}
	put_entry(entry);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-last")
__description("the map still has it")
int reclaim_what_a_map_has(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct record *record;

	if (!at)
		return 0;
	store_record(at);
	record = bpf_kptr_get(&at->record);
	if (record)
		bpf_call_rcu(record, reclaim_record);
	return 0;
}

SEC("tc") __failure __rule("refcount.frozen")
__description("a count of 0 is counted down")
int put_what_is_frozen(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct record *record;

	if (!at)
		return 0;
	store_record(at);
	record = bpf_kptr_xchg(&at->record, NULL);
	if (!record)
		return 0;
	if (bpf_refcount_single(record)) {
		put_record(record);
		return 0;
	}
	put_record(record);
	return 0;
}

SEC("tc") __failure __rule("refcount.frozen-held")
__description("nobody can ever get or end it")
int leave_it_frozen(struct __sk_buff *skb)
{
	struct slot *at = slot(0);
	struct record *record;

	if (!at)
		return 0;
	store_record(at);
	record = bpf_kptr_xchg(&at->record, NULL);
	if (!record)
		return 0;
	if (bpf_refcount_single(record))
		return 0;
	put_record(record);
	return 0;
}

__weak int takes_the_lock(int number)
{
	opaque(number);
	bpf_spin_lock(&tray_lock);
	bpf_spin_unlock(&tray_lock);
	return number;
}

SEC("tc") __failure __rule("lock.global-call-inside")
__description("it waits for what its caller holds")
int called_function_locks_again(struct __sk_buff *skb)
{
	int number;

	bpf_spin_lock(&tray_lock);
	number = takes_the_lock(1);
	bpf_spin_unlock(&tray_lock);
	return number;
}

/* what was not constructed is whatever the memory held before */

SEC("tc") __failure __rule("list.holder-not-live")
__description("a list that was not constructed leads anywhere")
int pop_before_there_is_a_list(struct __sk_buff *skb)
{
	struct tray *tray = new(struct tray);
	struct item *item;

	if (!tray)
		return 0;
	item = bpf_list_pop_front(&tray->items);
	if (item)
		end_item(item);
	bpf_kptr_free(tray);
	return 0;
}

SEC("tc") __failure __rule("rbtree.holder-not-live")
__description("a tree that was not constructed leads anywhere")
int look_before_there_is_a_tree(struct __sk_buff *skb)
{
	struct wall *wall = new(struct wall);
	int found;

	if (!wall)
		return 0;
	found = bpf_rbtree_first(&wall->vines) != 0;
	bpf_kptr_free(wall);
	return found;
}

SEC("tc") __failure __rule("lock.not-live")
__description("a lock that was not constructed looks taken")
int lock_before_there_is_one(struct __sk_buff *skb)
{
	struct tray *tray = new(struct tray);

	if (!tray)
		return 0;
	bpf_spin_lock(&tray->lock);
	bpf_spin_unlock(&tray->lock);
	bpf_kptr_free(tray);
	return 0;
}

SEC("tc") __failure __rule("refcount.not-live")
__description("a count that was not constructed is never the last")
int put_before_there_is_a_count(struct __sk_buff *skb)
{
	struct record *record = new(struct record);

	if (!record)
		return 0;
	if (bpf_refcount_put(record))
		bpf_kptr_free(record);
	return 0;
}

/* ends after a grace period with what is on its list */
struct drawer {
	__u64 key;
	struct bpf_rcu_head rcu;
	struct bpf_spin_lock lock;
	struct bpf_list_head items __value(struct, item, node);
};
KNOWN(drawer);

static long ends_an_item(struct item *item, void *ctx)
{
	end_item(item);
	return 0;
}

static long ends_a_drawer(struct drawer *drawer)
{
	bpf_list_head_fini(&drawer->items, ends_an_item, 0);
	bpf_kptr_free(drawer);
	return 0;
}

SEC("tc") __failure __rule("rcu.not-live")
__description("the callback ends a list that was never made")
int reclaim_before_it_is_there(struct __sk_buff *skb)
{
	struct drawer *drawer = new(struct drawer);

	if (!drawer)
		return 0;
	bpf_call_rcu(drawer, ends_a_drawer);
	return 0;
}

static long ends_what_is_walked(struct item *item, struct tray **tray)
{
	struct tray *whole = *tray;

	if (whole) {
		*tray = 0;
		bpf_list_head_fini(&whole->items, ends_an_item, 0);
		bpf_list_node_fini(&whole->node);
		bpf_kptr_free(whole);
	}
	return 0;
}

SEC("tc") __failure __rule("refcount.iterated")
__description("the walk goes on in what was given back")
int end_what_is_walked(struct __sk_buff *skb)
{
	struct tray *tray = new(struct tray);
	struct tray *handed;
	struct item *item;

	if (!tray)
		return 0;
	bpf_list_node_init(&tray->node);
	bpf_spin_lock_init(&tray->lock);
	bpf_list_head_init(&tray->items);
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &tray->items);
	handed = tray;
	bpf_list_for_each(&tray->items, ends_what_is_walked, &handed, 0);
	if (handed) {
		bpf_list_head_fini(&handed->items, ends_an_item, 0);
		bpf_list_node_fini(&handed->node);
		bpf_kptr_free(handed);
	}
	return 0;
}

LICENSE("GPL");
