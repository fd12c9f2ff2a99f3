/*
 * One operation a program, on a list, a tree, and objects that are in both: for many threads at once.
 *
 * Answers: the key of the object that it found, -1 for none.
 */
#include "proposal_things.h"

struct request {
	__u64 key;
};

/* many owners: the list, the tree, whoever looks */
struct both {
	__u64 key;
	struct bpf_refcount owners;
	struct bpf_list_node listed;
	struct bpf_rb_node sorted;
};

KNOWN(both);

private(A) struct bpf_list_head by_arrival __value(struct, both, listed);
private(A) struct bpf_rb_root by_order __value(struct, both, sorted);

static __always_inline int push(struct request *request, bool front)
{
	struct item *item = make_item();

	if (!item)
		return -ENOMEM;
	item->key = request->key;
	bpf_spin_lock(&lock);
	if (front)
		bpf_list_add(&item->node, &items);
	else
		bpf_list_add_tail(&item->node, &items);
	bpf_spin_unlock(&lock);
	return 0;
}

static __always_inline int pop(bool front)
{
	struct item *item;
	int key;

	bpf_spin_lock(&lock);
	item = front ? bpf_list_pop_front(&items) : bpf_list_pop_back(&items);
	bpf_spin_unlock(&lock);
	if (!item)
		return -1;
	key = item->key;
	end_item(item);
	return key;
}

SEC("syscall") __success
int push_front(struct request *request)
{
	return push(request, true);
}

SEC("syscall") __success
int push_back(struct request *request)
{
	return push(request, false);
}

SEC("syscall") __success __retval(-1)
int pop_front(struct request *request)
{
	return pop(true);
}

SEC("syscall") __success __retval(-1)
int pop_back(struct request *request)
{
	return pop(false);
}

SEC("syscall") __success __retval(-1)
int front(struct request *request)
{
	struct item *item;
	int key = -1;

	bpf_spin_lock(&lock);
	item = bpf_list_first(&items);
	if (item)
		key = item->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("syscall") __success
int add(struct request *request)
{
	struct leaf *leaf = make_leaf(request->key);

	if (!leaf)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&leaf->node, &leaves, by_key);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("syscall") __success __retval(-1)
int first(struct request *request)
{
	struct leaf *leaf;
	int key = -1;

	bpf_spin_lock(&lock);
	leaf = bpf_rbtree_first(&leaves);
	if (leaf)
		key = leaf->key;
	bpf_spin_unlock(&lock);
	return key;
}

SEC("syscall") __success __retval(-1)
int remove_first(struct request *request)
{
	struct leaf *leaf;
	int key;

	bpf_spin_lock(&lock);
	leaf = bpf_rbtree_first(&leaves);
	if (leaf)
		leaf = bpf_rbtree_remove(&leaf->node, &leaves);
	bpf_spin_unlock(&lock);
	if (!leaf)
		return -1;
	key = leaf->key;
	end_leaf(leaf);
	return key;
}

static long in_order(struct both *a, struct both *b)
{
	return a->key < b->key;
}

static __always_inline void put(struct both *both)
{
	if (bpf_refcount_put(both)) {
		bpf_list_node_fini(&both->listed);
		bpf_rb_node_fini(&both->sorted);
		bpf_kptr_free(both);
	}
}

SEC("syscall") __success
__description("on the list and in the tree, each with a reference")
int publish(struct request *request)
{
	struct both *both = new(struct both);

	if (!both)
		return -ENOMEM;
	both->key = request->key;
	bpf_refcount_set(&both->owners, 2);
	bpf_list_node_init(&both->listed);
	bpf_rb_node_init(&both->sorted);
	bpf_spin_lock(&lock);
	bpf_list_add_tail(&both->listed, &by_arrival);
	bpf_rbtree_add(&both->sorted, &by_order, in_order);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("syscall") __success __retval(-1) __description("off the list; put without the lock")
int take_oldest(struct request *request)
{
	struct both *both;
	int key;

	bpf_spin_lock(&lock);
	both = bpf_list_pop_front(&by_arrival);
	bpf_spin_unlock(&lock);
	if (!both)
		return -1;
	key = both->key;
	put(both);
	return key;
}

SEC("syscall") __success __retval(-1) __description("out of the tree; put without the lock")
int take_least(struct request *request)
{
	struct both *both;
	int key;

	bpf_spin_lock(&lock);
	both = bpf_rbtree_first(&by_order);
	if (both)
		both = bpf_rbtree_remove(&both->sorted, &by_order);
	bpf_spin_unlock(&lock);
	if (!both)
		return -1;
	key = both->key;
	put(both);
	return key;
}

SEC("syscall") __success __retval(-1)
__description("counted with the lock; read and put without it")
int look_at_oldest(struct request *request)
{
	struct both *both;
	int key;

	bpf_spin_lock(&lock);
	both = bpf_list_first(&by_arrival);
	if (both)
		bpf_refcount_inc(&both->owners, 1);
	bpf_spin_unlock(&lock);
	if (!both)
		return -1;
	key = both->key;
	put(both);
	return key;
}

LICENSE("GPL");
