/*
 * A priority queue: a red-black tree in the order of urgency, arrivals of equal urgency first come, first served.
 *
 * Jobs are ordered by (priority, arrival), so the first of the tree is the next to be done. Taking it out is two
 * steps under one lock: bpf_rbtree_first borrows it, bpf_rbtree_remove makes it the program's own again. To raise a
 * job's priority it is found by walking the tree under the lock, taken out and added anew; a node cannot be changed
 * in place, the tree would be out of order.
 */
#include "example.h"
#include "rbtree.h"

struct job {
	__u64 priority; /* less is more urgent */
	__u64 arrival;
	struct bpf_rb_node node;
};

private(queue) struct bpf_spin_lock lock;
private(queue) struct bpf_rb_root jobs __contains(job, node);
private(queue) __u64 arrivals;
private(queue) __u64 waiting;

static bool is_sooner(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	struct job *one = container_of(a, struct job, node);
	struct job *other = container_of(b, struct job, node);

	if (one->priority != other->priority)
		return one->priority < other->priority;
	return one->arrival < other->arrival;
}

/* the number of its arrival, or -ENOMEM */
static __noinline long submit(__u64 priority)
{
	struct job *job = bpf_obj_new(struct job);
	long arrival;

	if (!job)
		return -ENOMEM;
	job->priority = priority;
	bpf_spin_lock(&lock);
	arrival = arrivals++;
	job->arrival = arrival;
	bpf_rbtree_add(&jobs, &job->node, is_sooner);
	waiting++;
	bpf_spin_unlock(&lock);
	return arrival;
}

/* the most urgent job, owned by the caller, or NULL */
static __noinline struct job *next(void)
{
	struct bpf_rb_node *node;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&jobs);
	if (!node) {
		bpf_spin_unlock(&lock);
		return NULL;
	}
	node = bpf_rbtree_remove(&jobs, node);
	waiting--;
	bpf_spin_unlock(&lock);
	return node ? container_of(node, struct job, node) : NULL;
}

/* which arrival was done, or -1 */
static __noinline long work(void)
{
	struct job *job = next();
	long arrival;

	if (!job)
		return -1;
	arrival = job->arrival;
	bpf_obj_drop(job);
	return arrival;
}

/* a job of priority `from` becomes one of priority `to`: 1, or 0 if there is none */
static __noinline int change(__u64 from, __u64 to)
{
	struct bpf_rb_node *node;
	struct job *job;
	int changed = 0;

	bpf_spin_lock(&lock);
	node = bpf_rbtree_root(&jobs);
	for (int level = 0; level < 16 && node; level++) {
		job = container_of(node, struct job, node);
		if (job->priority == from)
			break;
		if (from < job->priority)
			node = bpf_rbtree_left(&jobs, node);
		else
			node = bpf_rbtree_right(&jobs, node);
	}
	if (node && container_of(node, struct job, node)->priority == from) {
		node = bpf_rbtree_remove(&jobs, node);
		if (node) {
			container_of(node, struct job, node)->priority = to;
			bpf_rbtree_add(&jobs, node, is_sooner);
			changed = 1;
		}
	}
	bpf_spin_unlock(&lock);
	return changed;
}

SEC("tc") __success __retval(2013)
__description("the urgent first, equals as they came: arrivals 2, 0, 1, 3")
int by_urgency(struct __sk_buff *skb)
{
	int order = 0;

	if (submit(5) < 0 || submit(5) < 0 || submit(1) < 0 || submit(9) < 0)
		return -ENOMEM;
	for (int i = 0; i < 4; i++)
		order = order * 10 + (int)work();
	return order;
}

SEC("tc") __success __retval(10) __description("the second overtakes the first once it is more urgent")
int overtakes(struct __sk_buff *skb)
{
	int order;

	if (submit(5) < 0 || submit(7) < 0 || !change(7, 3))
		return -1;
	order = (int)work() * 10;
	return order + (int)work();
}

SEC("tc") __success __retval(0) __description("nothing to change, nothing to do")
int nothing_waits(struct __sk_buff *skb)
{
	return change(1, 2) + (work() != -1) + (int)waiting;
}

SEC("tc") __success __retval(2) __description("what is still queued when the machine stops goes with it")
int left_behind(struct __sk_buff *skb)
{
	if (submit(1) < 0 || submit(2) < 0)
		return -ENOMEM;
	return (int)waiting;
}

/* for explorations: whoever runs in whichever order, no job is lost or done twice */
SEC("tc") __success __retval(0)
int submit_and_work(struct __sk_buff *skb)
{
	if (submit(3) < 0)
		return -ENOMEM;
	return work() < 0;
}

LICENSE("GPL");
