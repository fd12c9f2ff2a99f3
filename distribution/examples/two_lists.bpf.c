/* One lock over two lists, and an object with two list members: idle and busy workers. */
#include "example.h"

struct worker {
	__u64 id;
	__u64 jobs;
	struct bpf_list_node node;
};

/* an object that can stand in one of two kinds of list, through a member for each */
struct ticket {
	struct bpf_list_node by_time;
	__u32 number;
	struct bpf_list_node by_rank;
};

private(pool) struct bpf_spin_lock lock;
private(pool) struct bpf_list_head idle __contains(worker, node);
private(pool) struct bpf_list_head busy __contains(worker, node);

private(desk) struct bpf_spin_lock desk_lock;
private(desk) struct bpf_list_head times __contains(ticket, by_time);
private(desk) struct bpf_list_head ranks __contains(ticket, by_rank);

static int hire(__u32 id)
{
	struct worker *worker = bpf_obj_new(struct worker);

	if (!worker)
		return -ENOMEM;
	worker->id = id;
	worker->jobs = 0;
	bpf_spin_lock(&lock);
	bpf_list_push_back(&idle, &worker->node);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(21)
__description("from idle to busy within one critical section; id 2, job 1")
int start_job(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	struct worker *worker;
	int result = -1;

	if (hire(2))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	node = bpf_list_pop_front(&idle);
	if (node) {
		worker = container_of(node, struct worker, node);
		bpf_list_push_back(&busy, &worker->node);
		worker->jobs++; /* no longer owned, still reachable until the unlock */
		result = worker->id * 10 + worker->jobs;
	}
	bpf_spin_unlock(&lock);
	return result;
}

SEC("tc") __success __retval(3) __description("all that are idle become busy; three were")
int start_all(struct __sk_buff *skb)
{
	struct bpf_list_node *node;
	int started = 0;

	if (hire(1) || hire(2) || hire(3))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	for (int i = 0; i < 8; i++) {
		node = bpf_list_pop_front(&idle);
		if (!node)
			break;
		bpf_list_push_back(&busy, node);
		started++;
	}
	bpf_spin_unlock(&lock);
	return started;
}

SEC("tc") __success __retval(17) __description("queued by time, then moved to the list by rank")
int promote_ticket(struct __sk_buff *skb)
{
	struct ticket *ticket = bpf_obj_new(struct ticket);
	struct bpf_list_node *node;
	int number = -1;

	if (!ticket)
		return -ENOMEM;
	ticket->number = 17;
	bpf_spin_lock(&desk_lock);
	bpf_list_push_back(&times, &ticket->by_time);
	node = bpf_list_pop_back(&times);
	if (node) {
		ticket = container_of(node, struct ticket, by_time);
		bpf_list_push_front(&ranks, &ticket->by_rank);
		number = ticket->number;
	}
	bpf_spin_unlock(&desk_lock);
	return number;
}

SEC("tc") __success __retval(1)
__description("two looks at the same list, front and back, see the same object")
int only_one(struct __sk_buff *skb)
{
	struct bpf_list_node *front, *back;
	int same;

	if (hire(1))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	front = bpf_list_front(&idle);
	back = bpf_list_back(&idle);
	same = front && front == back;
	bpf_spin_unlock(&lock);
	return same;
}

LICENSE("GPL");
