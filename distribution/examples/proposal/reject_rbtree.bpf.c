/* Rules of red-black trees: one program, one rule. */
#include "proposal_things.h"

/* two nodes, one owner at a time */
struct branch {
	__u64 key;
	struct bpf_rb_node first;
	struct bpf_rb_node second;
};
KNOWN(branch);

/* many owners */
struct vine {
	__u64 key;
	struct bpf_refcount ref;
	struct bpf_rb_node first;
	struct bpf_rb_node second;
};
KNOWN(vine);

/* in a tree that its node knows */
struct tag {
	__u64 key;
	struct bpf_rb_node node;
	struct bpf_owner owner __owner_of(node);
};

/* owns leaves under its own lock */
struct grove {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_rb_root leaves __value(struct, leaf, node);
};

/* owns vines, which may have other owners */
struct wall {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_rb_root vines __value(struct, vine, first);
};

private(C) struct bpf_spin_lock tree_lock;
private(C) struct bpf_rb_root first_branches __value(struct, branch, first);
private(C) struct bpf_rb_root first_vines __value(struct, vine, first);
private(C) struct bpf_rb_root second_vines __value(struct, vine, second);
private(C) struct bpf_rb_root more_leaves __value(struct, leaf, node);

static long by_chance(void *a, void *b)
{
	return 0;
}

static __always_inline struct vine *make_vine(int count)
{
	struct vine *vine = new(struct vine);

	if (!vine)
		return NULL;
	if (count == 1)
		bpf_refcount_set(&vine->ref, 1);
	else
		bpf_refcount_set(&vine->ref, 2);
	bpf_rb_node_init(&vine->first);
	bpf_rb_node_init(&vine->second);
	return vine;
}

SEC("tc") __failure __rule("rbtree.not-there")
__msg("R1 must be the address of a bpf_rb_root, and is offset 0 of struct grove")
__description("the key is no tree")
int first_of_the_key(struct __sk_buff *skb)
{
	struct grove *grove = new(struct grove);
	int found;

	if (!grove)
		return 0;
	bpf_spin_lock_init(&grove->lock);
	bpf_rb_root_init(&grove->leaves);
	found = bpf_rbtree_first(&grove->key) != NULL;
	bpf_rb_root_fini(&grove->leaves, NULL, NULL);
	bpf_kptr_free(grove);
	return found;
}

SEC("tc") __failure __rule("rbtree.holder-not-live")
__msg("R2 points into an object that is Constructing (constructed: offset 16)")
__description("the grove is not whole yet: its lock is missing")
int add_to_unfinished(struct __sk_buff *skb)
{
	struct grove *grove = new(struct grove);
	struct leaf *leaf;

	if (!grove)
		return 0;
	bpf_rb_root_init(&grove->leaves);
	leaf = make_leaf(1);
	if (leaf)
		bpf_rbtree_add(&leaf->node, &grove->leaves, by_key);
	bpf_rb_root_fini(&grove->leaves, NULL, NULL);
	bpf_kptr_free(grove);
	return 0;
}

SEC("tc") __failure __rule("rbtree.lock-not-held")
__msg("must be held for bpf_rb_root")
__description("another CPU may be turning the tree")
int add_without_lock(struct __sk_buff *skb)
{
	struct leaf *leaf = make_leaf(1);

	if (!leaf)
		return 0;
	bpf_rbtree_add(&leaf->node, &leaves, by_key);
	return 0;
}

static long add_more(struct leaf *leaf, void *ctx)
{
	leaf = bpf_rbtree_remove(&leaf->node, &leaves);
	bpf_rbtree_add(&leaf->node, &leaves, by_key);
	return 0;
}

SEC("tc") __failure __rule("rbtree.iterated")
__msg("bpf_rbtree_add on a bpf_rb_root that is being iterated")
__description("it might come along again and again")
int add_while_iterating(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_rbtree_for_each(&leaves, add_more, NULL, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __rule("rbtree.node-not-live")
__msg("R1 points into an object that is Constructing (constructed: offset 8)")
__description("its other node still holds garbage")
int add_half_made(struct __sk_buff *skb)
{
	struct branch *branch = new(struct branch);

	if (!branch)
		return 0;
	bpf_rb_node_init(&branch->first);
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&branch->first, &first_branches, by_chance);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

SEC("tc") __failure __rule("rbtree.not-owned")
__msg("bpf_rbtree_add needs a reference to give away: R1 has static_ref=0")
__description("one reference, two trees")
int add_twice_with_one_reference(struct __sk_buff *skb)
{
	struct vine *vine = make_vine(1);

	if (!vine)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&vine->first, &first_vines, by_chance);
	bpf_rbtree_add(&vine->second, &second_vines, by_chance);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

SEC("tc") __failure __rule("rbtree.already-linked")
__msg("the node may be on a collection already: it is Linked")
__description("one node, twice in the tree")
int add_one_node_twice(struct __sk_buff *skb)
{
	struct vine *vine = make_vine(2);

	if (!vine)
		return 0;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&vine->first, &first_vines, by_chance);
	bpf_rbtree_add(&vine->first, &first_vines, by_chance);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

SEC("tc") __failure __rule("rbtree.wrong-node")
__msg("R1 must be the node at offset 8 of a struct branch, and is offset 32 of struct branch")
__description("a tree of branches by their first node")
int add_by_another_node(struct __sk_buff *skb)
{
	struct branch *branch = new(struct branch);

	if (!branch)
		return 0;
	bpf_rb_node_init(&branch->first);
	bpf_rb_node_init(&branch->second);
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add(&branch->second, &first_branches, by_chance);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

SEC("tc") __failure __rule("rbtree.not-on-it")
__msg("the node is not known to be on this bpf_rb_root: it is Unlinked")
__description("a node in no tree has no neighbours")
int left_of_what_is_free(struct __sk_buff *skb)
{
	struct leaf *leaf = make_leaf(1);
	int found;

	if (!leaf)
		return 0;
	bpf_spin_lock(&lock);
	found = bpf_rbtree_left(&leaf->node, &leaves) != NULL;
	bpf_spin_unlock(&lock);
	end_leaf(leaf);
	return found;
}

SEC("tc") __failure __rule("rbtree.not-on-it")
__msg("the node is not known to be on this bpf_rb_root: it is Unknown")
__description("the first may be the root, which was removed")
int remove_first_and_root(struct __sk_buff *skb)
{
	struct leaf *a, *b;

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

struct two_hands {
	struct leaf *other;
	struct leaf *taken;
};

static long remove_the_other(struct leaf *leaf, struct two_hands *hands)
{
	if (hands->taken || !hands->other)
		return 1;
	hands->taken = bpf_rbtree_remove(&hands->other->node, &leaves);
	return 1;
}

SEC("tc") __failure __rule("rbtree.not-the-element")
__msg("only the element of the iteration may leave the bpf_rb_root")
__description("the other one may be next")
int remove_another_while_iterating(struct __sk_buff *skb)
{
	struct two_hands hands = {};

	bpf_spin_lock(&lock);
	hands.other = bpf_rbtree_root(&leaves);
	bpf_rbtree_for_each(&leaves, remove_the_other, &hands, 0);
	bpf_spin_unlock(&lock);
	if (hands.taken)
		end_leaf(hands.taken);
	return 0;
}

SEC("tc") __failure __under("unknown-nodes=owner+claim") __rule("rbtree.still-linked")
__msg("a node of the object is Claimed")
__description("a claim is settled before the object ends")
int end_while_claimed(struct __sk_buff *skb)
{
	struct tag *tag = new(struct tag);

	if (!tag)
		return 0;
	bpf_rb_node_init(&tag->node);
	bpf_owner_init(&tag->owner);
	bpf_rbtree_claim_node(&tag->node);
	bpf_rb_node_fini(&tag->node);
	bpf_kptr_free(tag);
	return 0;
}

SEC("tc") __failure __rule("rbtree.drain-needed")
__msg("the objects have fields to destruct, so a drain callback is needed")
__description("a vine may have other owners")
int drain_without_callback(struct __sk_buff *skb)
{
	struct wall *wall = new(struct wall);

	if (!wall)
		return 0;
	bpf_spin_lock_init(&wall->lock);
	bpf_rb_root_init(&wall->vines);
	bpf_rb_root_fini(&wall->vines, NULL, NULL);
	bpf_kptr_free(wall);
	return 0;
}

static long by_lot(struct leaf *a, struct leaf *b)
{
	return bpf_rbtree_first(&leaves) != NULL;
}

SEC("tc") __failure __rule("rbtree.comparing")
__msg("bpf_rbtree_first may not be called while two objects are compared")
__description("the comparison answers by the two objects alone")
int compare_by_the_tree(struct __sk_buff *skb)
{
	struct leaf *leaf = make_leaf(1);

	if (!leaf)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&leaf->node, &leaves, by_lot);
	bpf_spin_unlock(&lock);
	return 0;
}

static long by_difference(struct leaf *a, struct leaf *b)
{
	return a->key - b->key;
}

SEC("tc") __failure __rule("program.return-range")
__msg("should have been in [0, 1]")
__description("less, or not less: nothing else")
int compare_by_difference(struct __sk_buff *skb)
{
	struct leaf *leaf = make_leaf(1);

	if (!leaf)
		return 0;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&leaf->node, &leaves, by_difference);
	bpf_spin_unlock(&lock);
	return 0;
}

LICENSE("GPL");
