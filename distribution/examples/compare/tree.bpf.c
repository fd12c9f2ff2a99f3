/* Work in the order of its number, for both semantics, and programs of which they think differently. */
#ifdef MORTISE_SEMANTICS_proposal
#include "proposal_example.h"
#else
#include "example.h"
#include "rbtree.h"
#endif
#include "mortise_map.h"

struct work {
	__u64 number;
	struct bpf_rb_node node;
};

private(tree) struct bpf_spin_lock lock;
private(tree) struct bpf_rb_root root map_contains(work, node);
private(tree) struct bpf_rb_root same_lock map_contains(work, node);
private(other) struct bpf_spin_lock other_lock;
private(other) struct bpf_rb_root other map_contains(work, node);

map_less(by_number, struct work, node, a, b)
{
	return a->number < b->number;
}

/* a work whose node is ready to be linked, or NULL */
static __always_inline struct work *make(__u64 number)
{
	struct work *work = map_new(struct work);

	if (!work)
		return NULL;
	work->number = number;
	map_rb_node_init(&work->node);
	return work;
}

static __always_inline void destroy(struct work *work)
{
	map_rb_node_fini(&work->node);
	map_free(work);
}

/* both accept */
SEC("tc")
int plan(struct __sk_buff *skb)
{
	struct work *work = make(skb->len);

	if (!work)
		return -ENOMEM;
	map_lock(&lock);
	map_rb_add(&root, &work->node, by_number);
	map_unlock(&lock);
	return 0;
}

SEC("tc")
int peek(struct __sk_buff *skb)
{
	struct work *work;
	int number = -1;

	map_lock(&lock);
	work = map_rb_first(&root, struct work, node);
	if (work)
		number = work->number;
	map_unlock(&lock);
	return number;
}

/* linux looks whether the node is in the tree, and may find nothing; the proposal knows, and the program need not ask */
SEC("tc")
int take(struct __sk_buff *skb)
{
	struct work *work;
	int number;

	map_lock(&lock);
	work = map_rb_first(&root, struct work, node);
	if (!work) {
		map_unlock(&lock);
		return -1;
	}
	work = map_rb_remove(&root, &work->node, struct work, node);
	map_unlock(&lock);
	if (!work)
		return -1;
	number = work->number;
	destroy(work);
	return number;
}

SEC("tc")
int take_without_asking(struct __sk_buff *skb)
{
	struct work *work;
	int number;

	map_lock(&lock);
	work = map_rb_first(&root, struct work, node);
	if (!work) {
		map_unlock(&lock);
		return -1;
	}
	work = map_rb_remove(&root, &work->node, struct work, node);
	map_unlock(&lock);
	number = work->number;
	destroy(work);
	return number;
}

/* of a node that is in another tree linux finds nothing when it runs; the proposal knows before */
SEC("tc")
int take_from_another(struct __sk_buff *skb)
{
	struct work *work, *taken;

	map_lock(&lock);
	work = map_rb_first(&root, struct work, node);
	if (!work) {
		map_unlock(&lock);
		return -1;
	}
	taken = map_rb_remove(&same_lock, &work->node, struct work, node);
	map_unlock(&lock);
	if (taken)
		destroy(taken);
	return 0;
}

/* both accept: what was borrowed lasts until unlock, also of an object that has left the tree */
SEC("tc")
int read_after_remove(struct __sk_buff *skb)
{
	struct work *work, *taken;
	int number;

	map_lock(&lock);
	work = map_rb_first(&root, struct work, node);
	if (!work) {
		map_unlock(&lock);
		return -1;
	}
	taken = map_rb_remove(&root, &work->node, struct work, node);
	number = work->number;
	map_unlock(&lock);
	if (taken)
		destroy(taken);
	return number;
}

/* linux hands out zeroed memory, which is a node; the proposal hands out what was there */
SEC("tc")
int not_constructed(struct __sk_buff *skb)
{
	struct work *work = map_new(struct work);

	if (!work)
		return -ENOMEM;
	work->number = skb->len;
	map_lock(&lock);
	map_rb_add(&root, &work->node, by_number);
	map_unlock(&lock);
	return 0;
}

/* both reject, each by its own rule */
SEC("tc")
int without_lock(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_rb_add(&root, &work->node, by_number);
	return 0;
}

SEC("tc")
int under_another_lock(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_lock(&other_lock);
	map_rb_add(&root, &work->node, by_number);
	map_unlock(&other_lock);
	return 0;
}

map_less(looks, struct work, node, a, b)
{
	map_rb_first(&root, struct work, node);
	return a->number < b->number;
}

/* under linux a comparison may look at the tree, but not change it; under the proposal it calls nothing */
SEC("tc")
int look_while_comparing(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_lock(&lock);
	map_rb_add(&root, &work->node, looks);
	map_unlock(&lock);
	return 0;
}

SEC("tc")
int read_after_unlock(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_lock(&lock);
	map_rb_add(&root, &work->node, by_number);
	map_unlock(&lock);
	return work->number;
}

LICENSE("GPL");
