/*
 * One operation a program, on a list, a tree, and objects that are in both: for many threads at once.
 *
 * Answers: the key of the object that it found, -1 for none.
 */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"

struct request {
	__u64 key;
};

struct item {
	__u64 key;
	struct bpf_list_node node;
};

struct leaf {
	__u64 key;
	struct bpf_rb_node node;
};

/* many owners: the list, the tree, whoever looks */
struct shared {
	__u64 key;
	struct bpf_refcount owners;
	struct bpf_list_node listed;
	struct bpf_rb_node sorted;
};

private(A) struct bpf_spin_lock item_lock;
private(A) struct bpf_list_head items __contains(item, node);

private(B) struct bpf_spin_lock leaf_lock;
private(B) struct bpf_rb_root leaves __contains(leaf, node);

private(C) struct bpf_spin_lock shared_lock;
private(C) struct bpf_list_head by_arrival __contains(shared, listed);
private(C) struct bpf_rb_root by_key __contains(shared, sorted);

static __always_inline int push(struct request *request, bool front)
{
	struct item *item = bpf_obj_new(struct item);

	if (!item)
		return -ENOMEM;
	item->key = request->key;
	bpf_spin_lock(&item_lock);
	if (front)
		bpf_list_push_front(&items, &item->node);
	else
		bpf_list_push_back(&items, &item->node);
	bpf_spin_unlock(&item_lock);
	return 0;
}

static __always_inline int pop(bool front)
{
	struct bpf_list_node *node;
	struct item *item;
	int key;

	bpf_spin_lock(&item_lock);
	node = front ? bpf_list_pop_front(&items) : bpf_list_pop_back(&items);
	bpf_spin_unlock(&item_lock);
	if (!node)
		return -1;
	item = container_of(node, struct item, node);
	key = item->key;
	bpf_obj_drop(item);
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
	struct bpf_list_node *node;
	int key = -1;

	bpf_spin_lock(&item_lock);
	node = bpf_list_front(&items);
	if (node)
		key = container_of(node, struct item, node)->key;
	bpf_spin_unlock(&item_lock);
	return key;
}

static bool leaf_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct leaf, node)->key < container_of(b, struct leaf, node)->key;
}

SEC("syscall") __success
int add(struct request *request)
{
	struct leaf *leaf = bpf_obj_new(struct leaf);

	if (!leaf)
		return -ENOMEM;
	leaf->key = request->key;
	bpf_spin_lock(&leaf_lock);
	bpf_rbtree_add(&leaves, &leaf->node, leaf_less);
	bpf_spin_unlock(&leaf_lock);
	return 0;
}

SEC("syscall") __success __retval(-1)
int first(struct request *request)
{
	struct bpf_rb_node *node;
	int key = -1;

	bpf_spin_lock(&leaf_lock);
	node = bpf_rbtree_first(&leaves);
	if (node)
		key = container_of(node, struct leaf, node)->key;
	bpf_spin_unlock(&leaf_lock);
	return key;
}

SEC("syscall") __success __retval(-1)
int remove_first(struct request *request)
{
	struct bpf_rb_node *node;
	struct leaf *leaf;
	int key;

	bpf_spin_lock(&leaf_lock);
	node = bpf_rbtree_first(&leaves);
	if (node)
		node = bpf_rbtree_remove(&leaves, node);
	bpf_spin_unlock(&leaf_lock);
	if (!node)
		return -1;
	leaf = container_of(node, struct leaf, node);
	key = leaf->key;
	bpf_obj_drop(leaf);
	return key;
}

static bool shared_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct shared, sorted)->key <
	       container_of(b, struct shared, sorted)->key;
}

SEC("syscall") __success __description("on the list and in the tree, each with a reference")
int publish(struct request *request)
{
	struct shared *shared = bpf_obj_new(struct shared), *second;

	if (!shared)
		return -ENOMEM;
	shared->key = request->key;
	second = bpf_refcount_acquire(shared);
	bpf_spin_lock(&shared_lock);
	bpf_list_push_back(&by_arrival, &shared->listed);
	bpf_rbtree_add(&by_key, &second->sorted, shared_less);
	bpf_spin_unlock(&shared_lock);
	return 0;
}

SEC("syscall") __success __retval(-1) __description("off the list; dropped without the lock")
int take_oldest(struct request *request)
{
	struct bpf_list_node *node;
	struct shared *shared;
	int key;

	bpf_spin_lock(&shared_lock);
	node = bpf_list_pop_front(&by_arrival);
	bpf_spin_unlock(&shared_lock);
	if (!node)
		return -1;
	shared = container_of(node, struct shared, listed);
	key = shared->key;
	bpf_obj_drop(shared);
	return key;
}

SEC("syscall") __success __retval(-1) __description("out of the tree; dropped without the lock")
int take_least(struct request *request)
{
	struct bpf_rb_node *node;
	struct shared *shared;
	int key;

	bpf_spin_lock(&shared_lock);
	node = bpf_rbtree_first(&by_key);
	if (node)
		node = bpf_rbtree_remove(&by_key, node);
	bpf_spin_unlock(&shared_lock);
	if (!node)
		return -1;
	shared = container_of(node, struct shared, sorted);
	key = shared->key;
	bpf_obj_drop(shared);
	return key;
}

SEC("syscall") __success __retval(-1) __description("acquired with the lock; read and dropped without it")
int look_at_oldest(struct request *request)
{
	struct shared *shared = NULL;
	struct bpf_list_node *node;
	int key;

	bpf_spin_lock(&shared_lock);
	node = bpf_list_front(&by_arrival);
	if (node)
		shared = bpf_refcount_acquire(container_of(node, struct shared, listed));
	bpf_spin_unlock(&shared_lock);
	if (!shared)
		return -1;
	key = shared->key;
	bpf_obj_drop(shared);
	return key;
}

LICENSE("GPL");
