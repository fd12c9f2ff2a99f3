/* A work queue for both semantics, and programs of which they think differently. */
#ifdef MORTISE_SEMANTICS_proposal
#include "proposal_example.h"
#else
#include "example.h"
#endif
#include "mortise_map.h"

struct work {
	__u64 number;
	struct bpf_list_node node;
};

private(queue) struct bpf_spin_lock lock;
private(queue) struct bpf_list_head head map_contains(work, node);
private(other) struct bpf_spin_lock other_lock;
private(other) struct bpf_list_head other map_contains(work, node);

/* a work whose node is ready to be linked, or NULL */
static __always_inline struct work *make(__u64 number)
{
	struct work *work = map_new(struct work);

	if (!work)
		return NULL;
	work->number = number;
	map_node_init(&work->node);
	return work;
}

static __always_inline void destroy(struct work *work)
{
	map_node_fini(&work->node);
	map_free(work);
}

/* both accept */
SEC("tc")
int enqueue(struct __sk_buff *skb)
{
	struct work *work = make(skb->len);

	if (!work)
		return -ENOMEM;
	map_lock(&lock);
	map_push_back(&head, &work->node);
	map_unlock(&lock);
	return 0;
}

SEC("tc")
int dequeue(struct __sk_buff *skb)
{
	struct work *work;
	int number;

	map_lock(&lock);
	work = map_pop_front(&head, struct work, node);
	map_unlock(&lock);
	if (!work)
		return -1;
	number = work->number;
	destroy(work);
	return number;
}

SEC("tc")
int peek(struct __sk_buff *skb)
{
	struct work *work;
	int number = -1;

	map_lock(&lock);
	work = map_front(&head, struct work, node);
	if (work)
		number = work->number;
	map_unlock(&lock);
	return number;
}

SEC("tc")
int rotate(struct __sk_buff *skb)
{
	struct work *work;

	map_lock(&lock);
	work = map_pop_front(&head, struct work, node);
	if (work)
		map_push_back(&head, &work->node);
	map_unlock(&lock);
	return 0;
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
	map_push_back(&head, &work->node);
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
	map_push_back(&head, &work->node);
	return 0;
}

SEC("tc")
int under_another_lock(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_lock(&other_lock);
	map_push_back(&head, &work->node);
	map_unlock(&other_lock);
	return 0;
}

SEC("tc")
int twice(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	map_lock(&lock);
	map_push_back(&head, &work->node);
	map_push_back(&head, &work->node);
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
	map_push_back(&head, &work->node);
	map_unlock(&lock);
	return work->number;
}

SEC("tc")
int leak(struct __sk_buff *skb)
{
	struct work *work = make(1);

	if (!work)
		return -ENOMEM;
	return work->number;
}

LICENSE("GPL");
