/* A work queue: one lock, one list, objects that travel from producer to consumer. */
#include "example.h"

struct work {
	__u64 number;
	struct bpf_list_node node;
};

private(queue) struct bpf_spin_lock lock;
private(queue) struct bpf_list_head head __contains(work, node);
private(queue) __u64 length;

/* 0, or -ENOMEM */
static int put(__u64 number)
{
	struct work *work = bpf_obj_new(struct work);

	if (!work)
		return -ENOMEM;
	work->number = number;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&head, &work->node);
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

/* the oldest work, owned by the caller, or NULL */
static struct work *take(void)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	if (node)
		length--;
	bpf_spin_unlock(&lock);
	return node ? container_of(node, struct work, node) : NULL;
}

SEC("tc") __success __retval(0) __description("allocate, fill, hand over to the list")
int enqueue(struct __sk_buff *skb)
{
	return put(skb->len);
}

SEC("tc") __success __retval(-1) __description("take out, use, give the memory back")
int dequeue(struct __sk_buff *skb)
{
	struct work *work = take();
	int number;

	if (!work)
		return -1;
	number = work->number;
	bpf_obj_drop(work);
	return number;
}

SEC("tc") __success __retval(-1) __description("look at the oldest work without taking it")
int peek(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	int number = -1;

	bpf_spin_lock(&lock);
	node = bpf_list_front(&head);
	if (node)
		number = container_of(node, struct work, node)->number;
	bpf_spin_unlock(&lock);
	return number;
}

SEC("tc") __success __retval(0) __description("an urgent work goes to the front")
int enqueue_urgent(struct __sk_buff *skb)
{
	struct work *work = bpf_obj_new(struct work);

	if (!work)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_push_front(&head, &work->node);
	work->number = skb->len; /* still ours to write: the lock is held */
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(-1) __description("the oldest becomes the newest")
int rotate(struct __sk_buff *skb)
{
	struct bpf_list_node *node;

	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&head);
	if (!node) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	bpf_list_push_back(&head, node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(0) __description("empty the queue, at most 64 works at a time")
int drain(struct __sk_buff *skb)
{
	int dropped = 0;

	for (int i = 0; i < 64; i++) {
		struct work *work = take();

		if (!work)
			break;
		bpf_obj_drop(work);
		dropped++;
	}
	return dropped;
}

SEC("tc") __success __retval(102)
__description("first in, first out: 1, 2 and 3 come back as 1 and 2")
int round_trip(struct __sk_buff *skb)
{
	int digits = 0;

	for (int i = 1; i <= 3; i++)
		if (put(i))
			return -ENOMEM;
	for (int i = 0; i < 2; i++) {
		struct work *work = take();

		if (!work)
			return -1;
		digits = digits * 100 + (int)work->number;
		bpf_obj_drop(work);
	}
	return digits;
}

LICENSE("GPL");
