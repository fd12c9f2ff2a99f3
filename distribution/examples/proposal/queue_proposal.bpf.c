/* A work queue under the proposal: queue.bpf.c is the same for linux. What differs: fields are constructed, memory is
   not zeroed, and what the list owns is told by adding and removing alone. */
#include "proposal_example.h"

struct work {
	__u64 number;
	struct bpf_list_node node;
};

private(queue) struct bpf_spin_lock lock;
private(queue) struct bpf_list_head head __value(struct, work, node);
private(queue) __u64 length;

/* a work with its node constructed, or NULL */
static struct work *make(__u64 number)
{
	struct work *work = new(struct work);

	if (!work)
		return NULL;
	work->number = number;
	bpf_list_node_init(&work->node);
	return work;
}

/* of a work that is on no list */
static void destroy(struct work *work)
{
	bpf_list_node_fini(&work->node);
	bpf_kptr_free(work);
}

/* 0, or -ENOMEM */
static int put(__u64 number)
{
	struct work *work = make(number);

	if (!work)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_add_tail(&work->node, &head);
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

/* the oldest work, owned by the caller, or NULL */
static struct work *take(void)
{
	struct work *work;

	bpf_spin_lock(&lock);
	work = bpf_list_pop_front(&head);
	if (work)
		length--;
	bpf_spin_unlock(&lock);
	return work;
}

SEC("tc") __success __retval(0) __description("allocate, construct, fill, hand over to the list")
int enqueue(struct __sk_buff *skb)
{
	return put(skb->len);
}

SEC("tc") __success __retval(-1) __description("take out, use, destruct, give the memory back")
int dequeue(struct __sk_buff *skb)
{
	struct work *work = take();
	int number;

	if (!work)
		return -1;
	number = work->number;
	destroy(work);
	return number;
}

SEC("tc") __success __retval(-1) __description("look at the oldest work without taking it")
int peek(struct __sk_buff *skb)
{
	struct work *work;
	int number = -1;

	bpf_spin_lock(&lock);
	work = bpf_list_first(&head);
	if (work)
		number = work->number;
	bpf_spin_unlock(&lock);
	return number;
}

SEC("tc") __success __retval(0) __description("an urgent work goes to the front")
int enqueue_urgent(struct __sk_buff *skb)
{
	struct work *work = make(0);

	if (!work)
		return -ENOMEM;
	bpf_spin_lock(&lock);
	bpf_list_add(&work->node, &head);
	work->number = skb->len; /* still ours to write: the lock is held */
	length++;
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(-1) __description("the oldest becomes the newest")
int rotate(struct __sk_buff *skb)
{
	struct work *work;

	bpf_spin_lock(&lock);
	work = bpf_list_pop_front(&head);
	if (!work) {
		bpf_spin_unlock(&lock);
		return -1;
	}
	bpf_list_add_tail(&work->node, &head);
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
		destroy(work);
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
		destroy(work);
	}
	return digits;
}

LICENSE("GPL");
