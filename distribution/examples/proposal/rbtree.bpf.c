/* Red-black trees: the same links, locks and transfer as lists, in the order that the program says. */
#include "proposal_things.h"

SEC("tc") __success __retval(1)
__description("the least comes first")
int least_first(struct __sk_buff *skb)
{
	struct leaf *a = make_leaf(2), *b, *least;
	int key = 1;

	if (!a)
		return 1;
	b = make_leaf(1);
	if (!b) {
		end_leaf(a);
		return 1;
	}
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&a->node, &leaves, by_key);
	bpf_rbtree_add(&b->node, &leaves, by_key);
	least = bpf_rbtree_first(&leaves);
	if (least)
		key = least->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("tc") __success __retval(3)
__description("the first is removed, and owned then")
int take_first(struct __sk_buff *skb)
{
	struct leaf *leaf = make_leaf(3);
	int key;

	if (!leaf)
		return 3;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&leaf->node, &leaves, by_key);
	leaf = bpf_rbtree_first(&leaves);
	if (leaf)
		leaf = bpf_rbtree_remove(&leaf->node, &leaves);
	bpf_spin_unlock(&lock);
	if (!leaf)
		return 0;
	key = leaf->key;
	end_leaf(leaf);
	return key;
}

SEC("tc") __success
__description("down from the root, to either side")
int walk_down(struct __sk_buff *skb)
{
	struct leaf *at;
	__u64 sum = 0;

	bpf_spin_lock(&lock);
	at = bpf_rbtree_root(&leaves);
	if (at) {
		struct leaf *left = bpf_rbtree_left(&at->node, &leaves);
		struct leaf *right = bpf_rbtree_right(&at->node, &leaves);

		sum = at->key;
		if (left)
			sum += left->key;
		if (right)
			sum += right->key;
	}
	bpf_spin_unlock(&lock);
	return sum;
}

struct sum {
	__u64 keys;
};

static long add_up(struct leaf *leaf, struct sum *sum)
{
	sum->keys += leaf->key;
	return 0;
}

SEC("tc") __success
__description("every element is seen, in order")
int sum_of_keys(struct __sk_buff *skb)
{
	struct sum sum = {};

	bpf_spin_lock(&lock);
	bpf_rbtree_for_each(&leaves, add_up, &sum, 0);
	bpf_spin_unlock(&lock);
	return 0;
}

/* owns leaves under its own lock */
struct grove {
	__u64 key;
	struct bpf_spin_lock lock;
	struct bpf_rb_root leaves __value(struct, leaf, node);
};

static long drain_leaf(struct leaf *leaf, void *ctx)
{
	end_leaf(leaf);
	return 0;
}

SEC("tc") __success __retval(0)
__description("a tree that ends is drained")
int drain_a_tree(struct __sk_buff *skb)
{
	struct grove *grove = new(struct grove);
	struct leaf *leaf;

	if (!grove)
		return 0;
	bpf_spin_lock_init(&grove->lock);
	bpf_rb_root_init(&grove->leaves);
	leaf = make_leaf(1);
	if (leaf) {
		bpf_spin_lock(&grove->lock);
		bpf_rbtree_add(&leaf->node, &grove->leaves, by_key);
		bpf_spin_unlock(&grove->lock);
	}
	bpf_rb_root_fini(&grove->leaves, drain_leaf, NULL);
	bpf_kptr_free(grove);
	return 0;
}

LICENSE("GPL");
