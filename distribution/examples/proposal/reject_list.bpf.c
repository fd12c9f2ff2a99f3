/* Rules of lists: one program, one rule. */
#include "proposal_things.h"

struct shelf {
	struct bpf_spin_lock lock;
	__u32 count;
	struct bpf_list_head items[2] __value(struct, item, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct shelf);
} shelves SEC(".maps");

SEC("tc") __failure __rule("list.not-there")
__msg("R2 must be the address of a bpf_list_head, and is a variable offset of map 'shelves'")
__description("which of the two lists is not known")
int add_to_one_of_two(struct __sk_buff *skb)
{
	struct item *item = make_item();
	struct shelf *shelf;
	__u32 key = 0;

	if (!item)
		return 0;
	shelf = bpf_map_lookup_elem(&shelves, &key);
	if (!shelf) {
		end_item(item);
		return 0;
	}
	key = bpf_get_prandom_u32() & 1;
	bpf_spin_lock(&shelf->lock);
	bpf_list_add(&item->node, &shelf->items[key]);
	bpf_spin_unlock(&shelf->lock);
	return 0;
}

SEC("tc") __failure __rule("list.not-there")
__msg("R1 must be the address of a bpf_list_head, and is offset 0 of struct box")
__description("the key is no list")
int is_the_key_empty(struct __sk_buff *skb)
{
	struct box *box = make_box();
	int empty;

	if (!box)
		return 0;
	empty = bpf_list_empty(&box->key);
	end_box(box);
	return empty;
}

SEC("tc") __failure __rule("list.holder-not-live")
__msg("R2 points into an object that is Constructing (constructed: offset 16)")
__description("the box is not whole yet: its lock is missing")
int add_to_unfinished(struct __sk_buff *skb)
{
	struct box *box = new(struct box);
	struct item *item;

	if (!box)
		return 0;
	bpf_list_head_init(&box->items);
	item = make_item();
	if (item)
		bpf_list_add(&item->node, &box->items);
	bpf_list_head_fini(&box->items, NULL, NULL);
	bpf_kptr_free(box);
	return 0;
}

SEC("tc") __failure __rule("list.lock-not-held")
__msg("must be held for bpf_list_head")
__description("another CPU may be changing the list")
int add_without_lock(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_list_add(&item->node, &items);
	return 0;
}

SEC("tc") __failure __rule("list.lock-not-held")
__msg("must be held for bpf_list_head")
__description("the lock of another list is the wrong one")
int pop_with_the_other_lock(struct __sk_buff *skb)
{
	struct item *item;

	bpf_spin_lock(&other_lock);
	item = bpf_list_pop_front(&items);
	bpf_spin_unlock(&other_lock);
	if (item)
		end_item(item);
	return 0;
}

static long do_nothing(struct item *item, void *ctx)
{
	return 0;
}

static long iterate_again(struct item *item, void *ctx)
{
	bpf_list_for_each(&items, do_nothing, NULL, 0);
	return 0;
}

SEC("tc") __failure __rule("list.iterated")
__msg("bpf_list_for_each on a bpf_list_head that is being iterated")
__description("the inner iteration could remove what the outer one stands on")
int iterate_within_iteration(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, iterate_again, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

struct hand {
	struct item *item;
};

static long pop_one(struct item *item, struct hand *hand)
{
	if (hand->item)
		return 1;
	hand->item = bpf_list_pop_front(&items);
	return 0;
}

SEC("tc") __failure __rule("list.iterated")
__msg("bpf_list_pop_front on a bpf_list_head that is being iterated")
__description("it may be the next element")
int pop_while_iterating(struct __sk_buff *skb)
{
	struct hand hand = {};

	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, pop_one, &hand, 0);
	bpf_spin_unlock(&lock);
	if (hand.item)
		end_item(hand.item);
	return 0;
}

SEC("tc") __failure __rule("list.node-not-live")
__msg("R1 points into an object that is Constructing (constructed: offset 8)")
__description("its other node still holds garbage")
int add_half_made(struct __sk_buff *skb)
{
	struct twin *twin = new(struct twin);

	if (!twin)
		return 0;
	bpf_list_node_init(&twin->first);
	bpf_spin_lock(&lock);
	bpf_list_add(&twin->first, &first_twins);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.not-owned")
__msg("bpf_list_add needs a reference to give away: R1 has static_ref=0")
__description("one reference, two lists")
int add_twice_with_one_reference(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(1);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_list_add(&shared->second, &second_shared);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.already-linked")
__msg("the node may be on a collection already: it is Linked")
__description("one node, two lists")
int add_one_node_twice(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(2);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_list_add(&shared->first, &first_shared);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.already-linked")
__msg("the node may be on a collection already: it is Unknown")
__description("after unlock another CPU may have removed it, or not")
int add_again_later(struct __sk_buff *skb)
{
	struct shared *shared = make_shared(3);

	if (!shared)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&shared->first, &first_shared);
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&other_lock);
	bpf_list_add(&shared->first, &other_shared);
	bpf_spin_unlock(&other_lock);
	put_shared(shared);
	return 0;
}

SEC("tc") __failure __rule("list.wrong-node")
__msg("R1 must be the node at offset 8 of a struct item, and is offset 8 of struct twin")
__description("a list of items")
int add_another_type(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&twin->first, &items);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.wrong-node")
__msg("R1 must be the node at offset 8 of a struct twin, and is offset 24 of struct twin")
__description("a list of twins by their first node")
int add_by_another_node(struct __sk_buff *skb)
{
	struct twin *twin = make_twin();

	if (!twin)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&twin->second, &first_twins);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("list.not-on-it")
__msg("the node is not known to be on this bpf_list_head: it is Unlinked")
__description("it was never added")
int remove_what_is_free(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	item = bpf_list_remove(&item->node, &items);
	bpf_spin_unlock(&lock);
	end_item(item);
	return 0;
}

SEC("tc") __failure __rule("list.not-on-it")
__msg("the node is not known to be on this bpf_list_head: it is Linked")
__description("it is on the other list")
int remove_from_the_wrong_list(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	item = bpf_list_remove(&item->node, &more_items);
	bpf_spin_unlock(&lock);
	end_item(item);
	return 0;
}

SEC("tc") __failure __rule("list.not-on-it")
__msg("the node is not known to be on this bpf_list_head: it is Unknown")
__description("first and last may be one object, and the first removal took it")
int remove_both_ends(struct __sk_buff *skb)
{
	struct item *a, *b;

	bpf_spin_lock(&lock);
	a = bpf_list_first(&items);
	b = bpf_list_last(&items);
	if (!a || !b) {
		bpf_spin_unlock(&lock);
		return 0;
	}
	a = bpf_list_remove(&a->node, &items);
	b = bpf_list_remove(&b->node, &items);
	bpf_spin_unlock(&lock);
	end_item(a);
	end_item(b);
	return 0;
}

struct two_hands {
	struct item *other;
	struct item *taken;
};

static long remove_the_other(struct item *item, struct two_hands *hands)
{
	if (hands->taken || !hands->other)
		return 1;
	hands->taken = bpf_list_remove(&hands->other->node, &items);
	return 1;
}

SEC("tc") __failure __rule("list.not-the-element")
__msg("only the element of the iteration may leave the bpf_list_head")
__description("the other one may be next")
int remove_another_while_iterating(struct __sk_buff *skb)
{
	struct two_hands hands = {};

	bpf_spin_lock(&lock);
	hands.other = bpf_list_last(&items);
	bpf_list_for_each(&items, remove_the_other, &hands, 0);
	bpf_spin_unlock(&lock);
	if (hands.taken)
		end_item(hands.taken);
	return 0;
}

/* one owner at a time, its node knows its list */
struct ticket {
	__u64 key;
	struct bpf_list_node node;
	struct bpf_owner owner __owner_of(node);
};

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("list.still-linked")
__msg("a node of the object is Claimed")
__description("a claim is settled before the object ends")
int end_while_claimed(struct __sk_buff *skb)
{
	struct ticket *ticket = new(struct ticket);

	if (!ticket)
		return 0;
	bpf_list_node_init(&ticket->node);
	bpf_owner_init(&ticket->owner);
	bpf_list_claim_node(&ticket->node);
	bpf_list_node_fini(&ticket->node);
	bpf_kptr_free(ticket);
	return 0;
}

static long unlock_within(struct item *item, void *ctx)
{
	bpf_spin_unlock(&lock);
	bpf_spin_lock(&lock);
	return 0;
}

SEC("tc") __failure __rule("collection.unlock-iterated")
__msg("the lock may not be released during an iteration")
__description("the element could be removed meanwhile")
int unlock_while_iterating(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_list_for_each(&items, unlock_within, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

/* owns entries, whose counts and RCU heads want more than to be forgotten */
struct crate {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_list_head entries __value(struct, entry, node);
};

SEC("tc") __failure __rule("list.drain-needed")
__msg("the objects have fields to destruct, so a drain callback is needed")
__description("an entry may have other owners")
int drain_without_callback(struct __sk_buff *skb)
{
	struct crate *crate = new(struct crate);

	if (!crate)
		return 0;
	bpf_spin_lock_init(&crate->lock);
	bpf_list_head_init(&crate->entries);
	bpf_list_head_fini(&crate->entries, NULL, NULL);
	bpf_kptr_free(crate);
	return 0;
}

SEC("tc") __failure __rule("pointer.poisoned")
__msg("was given away by bpf_list_add at")
__description("at unlock the list's ownership is final")
int use_after_unlock(struct __sk_buff *skb)
{
	struct item *item = make_item();

	if (!item)
		return 0;
	bpf_spin_lock(&lock);
	bpf_list_add(&item->node, &items);
	bpf_spin_unlock(&lock);
	return item->key & 1;
}

LICENSE("GPL");
