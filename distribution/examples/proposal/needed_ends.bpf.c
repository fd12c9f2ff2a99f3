/* What the rules are there for, continued: trees that change while they are walked, objects that end while somebody has
   them, claims that nobody gives back, objects on the stack. */
#include "proposal_things.h"

/* many owners, a node for each of two trees */
struct vine {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rb_node first;
	struct bpf_rb_node second;
};
KNOWN(vine);

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

/* owns pairs under its own lock */
struct chest {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_list_head pairs __value(struct, pair, second);
};
KNOWN(chest);

/* many owners, readable under RCU, keeps an item */
struct holder {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct item __kptr *item;
};
KNOWN(holder);

/* many owners, ends after a grace period, on a list */
struct late {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rcu_head rcu;
	struct bpf_list_node node;
};
KNOWN(late);

private(F) struct bpf_spin_lock tree_lock;
private(F) struct bpf_rb_root one_tree __value(struct, leaf, node);
private(F) struct bpf_rb_root another_tree __value(struct, leaf, node);
private(F) struct bpf_rb_root vines __value(struct, vine, first);
private(G) struct bpf_spin_lock pair_lock;
private(G) struct bpf_list_head first_pairs __value(struct, pair, first);
private(G) struct bpf_list_head second_pairs __value(struct, pair, second);
private(G) struct bpf_list_head lates __value(struct, late, node);

struct slot {
	struct chest __kptr *chest;
	struct pair __kptr *pair;
	struct holder __kptr *holder;
	__u64 number;
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

static __always_inline void plant(__u64 key)
{
	struct leaf *leaf = make_leaf(key);

	if (!leaf)
		return;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&leaf->node, &one_tree, by_key);
	bpf_spin_unlock(&tree_lock);
}

static long by_number(struct leaf *left, struct leaf *right)
{
	return left->key < right->key;
}

static long digs_up(struct leaf *left, struct leaf *right)
{
	struct leaf *root = bpf_rbtree_root(&one_tree);

	if (!root)
		return 0;
	root = bpf_rbtree_remove(&root->node, &one_tree);
	bpf_rbtree_add(&root->node, &another_tree, by_number);
	return 0;
}

SEC("tc") __failure __rule("rbtree.comparing")
__description("the place that the walk looks for is in another tree when it is found")
int dig_up_while_comparing(struct __sk_buff *skb)
{
	struct leaf *leaf;

	plant(1);
	leaf = make_leaf(2);
	if (!leaf)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&leaf->node, &one_tree, digs_up);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

static long moves_on(struct leaf *leaf, void *ctx)
{
	leaf = bpf_rbtree_remove(&leaf->node, &one_tree);
	leaf->key++;
	bpf_rbtree_add(&leaf->node, &one_tree, by_number);
	return 0;
}

SEC("tc") __failure __rule("rbtree.iterated")
__description("what is seen is always put further on: there is no last one")
int walk_without_end(struct __sk_buff *skb)
{
	plant(1);
	plant(2);
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_for_each(&one_tree, moves_on, NULL, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

struct hands {
	struct leaf *other;
};

static long moves_the_other(struct leaf *leaf, struct hands *hands)
{
	if (!hands->other)
		return 0;
	leaf = bpf_rbtree_remove(&hands->other->node, &one_tree);
	hands->other = NULL;
	bpf_rbtree_add(&leaf->node, &another_tree, by_number);
	return 0;
}

SEC("tc") __failure __rule("rbtree.not-the-element")
__description("the next element is in another tree when its turn comes")
int dig_up_the_next(struct __sk_buff *skb)
{
	struct hands hands = {};
	struct leaf *root;

	plant(1);
	plant(2);
	bpf_spin_lock(&tree_lock);
	root = bpf_rbtree_root(&one_tree);
	if (root)
		hands.other = bpf_rbtree_right(&root->node, &one_tree);
	bpf_rbtree_for_each(&one_tree, moves_the_other, &hands, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

/* nothing is freed while a lock is held, so what is private and on a list is nowhere ended: the rules that say so of its
   nodes are seen once that one is off as well */

SEC("tc") __failure __rule("lock.call-inside")
__description("the list leads to what has ended")
int end_what_is_on_a_list(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_list_node_fini(&shared->first);
	bpf_list_node_fini(&shared->second);
	bpf_kptr_free(shared);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("lock.call-inside")
__description("the tree leads to what has ended")
int end_what_is_in_a_tree(struct __sk_buff *skb)
{
	struct vine *vine = new(struct vine);

	if (!vine)
		return 0;
	bpf_refcount_set(&vine->ref, 2);
	bpf_rb_node_init(&vine->first);
	bpf_rb_node_init(&vine->second);
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&vine->first, &vines, by_key);
	bpf_rb_node_fini(&vine->first);
	bpf_rb_node_fini(&vine->second);
	bpf_kptr_free(vine);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

static long ends_late(struct late *late)
{
	bpf_list_node_fini(&late->node);
	bpf_kptr_free(late);
	return 0;
}

SEC("tc") __failure __rule("lock.call-inside")
__description("the list leads to what ends later")
int reclaim_what_is_on_a_list(struct __sk_buff *skb)
{
	struct late *late = new(struct late);

	if (!late)
		return 0;
	bpf_refcount_set(&late->ref, 2);
	bpf_rcu_head_init(&late->rcu);
	bpf_list_node_init(&late->node);
	bpf_spin_lock(&pair_lock);
	bpf_list_add(&late->node, &lates);
	bpf_call_rcu(late, ends_late);
	bpf_spin_unlock(&pair_lock);
	return 0;
}

static long ends_an_item_late(struct item *item)
{
	end_item(item);
	return 0;
}

SEC("tc") __failure __rule("rcu.no-rcu-head")
__description("there is no place in it to remember what to do later")
int reclaim_without_a_head(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (item)
		bpf_call_rcu(item, ends_an_item_late);
	return 0;
}

SEC("tc") __failure __under("reclaim=destructor") __rule("rcu.no-destructor")
__description("there is nobody to end it")
int reclaim_without_destructor(struct __sk_buff *skb)
{
	struct late *late = new(struct late);

	if (!late)
		return 0;
	bpf_refcount_set(&late->ref, 1);
	bpf_rcu_head_init(&late->rcu);
	bpf_list_node_init(&late->node);
	bpf_kptr_free_rcu(late);
	return 0;
}

SEC("tc") __failure __rule("lock.call-inside")
__description("what was borrowed is the one that is taken and freed")
int free_while_locked(struct __sk_buff *skb)
{
	struct item *item = make_item(), *first;
	int key = 0;

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	first = bpf_list_first(&items);
	item = bpf_list_pop_front(&items);
	if (item)
		end_item(item);
	if (first)
		key = first->key;
	bpf_spin_unlock(&lock);
	return key & 1;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__uint(value_size, 4);
} others SEC(".maps");

struct away {
	struct __sk_buff *skb;
};

static long goes_away(struct item *item, struct away *away)
{
	bpf_tail_call(away->skb, &others, 0);
	return 0;
}

SEC("tc") __failure __rule("collection.iteration-held")
__description("nobody comes back to the iteration, or to whose list it was")
int leave_while_iterating(struct __sk_buff *skb)
{
	struct away away = {skb};
	struct box *box = make_box();
	struct item *item;

	if (!box)
		return 0;
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &box->items);
	bpf_list_for_each(&box->items, goes_away, &away, 0);
	end_box(box);
	return 0;
}

static long ends_a_holder(struct holder *holder)
{
	struct item *item = bpf_kptr_fini(&holder->item);

	if (item)
		end_item(item);
	bpf_kptr_free(holder);
	return 0;
}

static __always_inline void put_holder(struct holder *holder)
{
	if (bpf_refcount_put(holder))
		bpf_call_rcu(holder, ends_a_holder);
}

SEC("tc") __failure __rule("kptr.holder-read-only")
__description("what RCU keeps is there to be read")
int exchange_where_it_is_read(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct holder *holder;
	struct item *item;

	if (!at)
		return 0;
	holder = new(struct holder);
	if (!holder)
		return 0;
	bpf_refcount_set(&holder->ref, 1);
	bpf_rcu_head_init(&holder->rcu);
	bpf_kptr_init(&holder->item);
	holder = bpf_kptr_xchg(&at->holder, holder);
	if (holder)
		put_holder(holder);
	holder = at->holder;
	if (!holder)
		return 0;
	item = bpf_kptr_xchg(&holder->item, NULL);
	if (item)
		end_item(item);
	return 0;
}

/* nodes that know their lists */

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

static __always_inline void end_pair(struct pair *pair)
{
	bpf_list_node_fini(&pair->first);
	bpf_list_node_fini(&pair->second);
	bpf_kptr_free(pair);
}

static long puts_a_pair(struct pair *pair, void *ctx)
{
	if (bpf_refcount_put(pair))
		end_pair(pair);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.claim-held")
__description("the one node goes with the other, and nobody can ever add it")
int claim_one_add_the_other(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct chest *chest;
	struct pair *pair;

	if (!at)
		return 0;
	chest = new(struct chest);
	if (!chest)
		return 0;
	bpf_spin_lock_init(&chest->lock);
	bpf_list_head_init(&chest->pairs);
	pair = make_pair();
	if (pair) {
		if (bpf_list_claim_node(&pair->first))
			bpf_list_add(&pair->second, &chest->pairs);
		else
			end_pair(pair);
	}
	chest = bpf_kptr_xchg(&at->chest, chest);
	if (chest) {
		bpf_list_head_fini(&chest->pairs, puts_a_pair, NULL);
		bpf_kptr_free(chest);
	}
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("owner.claim-lost")
__description("taken off the one list, on the other: the map has it, and nobody can say that the first node is free")
int remove_one_add_the_other(struct __sk_buff *skb)
{
	struct slot *at = slot();
	struct pair *pair, *before;

	if (!at)
		return 0;
	pair = make_pair();
	if (!pair)
		return 0;
	bpf_refcount_inc(&pair->ref, 1);
	before = bpf_kptr_xchg(&at->pair, pair);
	if (before)
		puts_a_pair(before, NULL);
	if (!bpf_list_claim_node(&pair->first)) {
		puts_a_pair(pair, NULL);
		return 0;
	}
	bpf_spin_lock(&pair_lock);
	bpf_list_add(&pair->first, &first_pairs);
	bpf_spin_unlock(&pair_lock);
	bpf_spin_lock(&pair_lock);
	pair = bpf_list_pop_front(&first_pairs);
	if (pair) {
		if (bpf_list_claim_node(&pair->second))
			bpf_list_add(&pair->second, &second_pairs);
		else
			bpf_list_add(&pair->first, &first_pairs);
	}
	bpf_spin_unlock(&pair_lock);
	return 0;
}

SEC("tc") __failure __rule("owner.not-a-type")
__description("a holder of which type?")
int ask_for_a_holder_of_no_type(struct __sk_buff *skb)
{
	struct pair *pair = new(struct pair);
	bool found;

	if (!pair)
		return 0;
	bpf_refcount_set(&pair->ref, 2);
	bpf_list_node_init(&pair->first);
	bpf_list_node_init(&pair->second);
	bpf_owner_init(&pair->first_owner);
	bpf_owner_init(&pair->second_owner);
	bpf_spin_lock(&pair_lock);
	bpf_list_add(&pair->first, &first_pairs);
	bpf_spin_unlock(&pair_lock);
	found = bpf_list_owner(&pair->first, 1 << 20) != NULL;
	if (bpf_refcount_put(pair))
		end_pair(pair);
	return found;
}

SEC("tc") __failure __rule("owner.not-live")
__description("what it says of its list is whatever the memory held before")
int ask_before_it_is_there(struct __sk_buff *skb)
{
	struct pair *pair = new(struct pair);
	bool found;

	if (!pair)
		return 0;
	found = bpf_list_owner(&pair->first, bpf_core_type_id_local(struct chest)) != NULL;
	bpf_kptr_free(pair);
	return found;
}

/* objects on the stack */

SEC("tc") __failure __rule("iterator.in-use")
__description("the first is lost, and with it what it held")
int make_it_twice(struct __sk_buff *skb)
{
	struct bpf_iter_num it;

	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_new(&it, 0, 3);
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-on-stack")
__description("who would end it?")
int make_it_in_a_map(struct __sk_buff *skb)
{
	struct slot *at = slot();

	if (!at)
		return 0;
	bpf_iter_num_new((struct bpf_iter_num *)&at->number, 0, 3);
	return 0;
}

SEC("tc") __failure __rule("iterator.not-there")
__description("ends what nobody made")
int destroy_what_is_not_there(struct __sk_buff *skb)
{
	struct bpf_iter_num it = {};

	bpf_iter_num_destroy(&it);
	return 0;
}

/* maps of maps */

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {.values = {[0] = &inner}};

static long reads(void *map, __u32 *key, __u32 *value, void *ctx)
{
	return *value & 1;
}

SEC("tc") __failure __rule("callback.map-kind")
__description("what the map has are maps, not numbers")
int walk_maps(struct __sk_buff *skb)
{
	bpf_for_each_map_elem(&outer, reads, NULL, 0);
	return 0;
}

LICENSE("GPL");
