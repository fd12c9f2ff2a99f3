/*
 * Run queues with work stealing: every worker has a queue of its own, and takes from others when it is empty.
 *
 * A queue is a value of an array map, with its own lock. Its worker takes from the front, a thief from the back: the
 * front is what the worker will do next, the back what it will not come to for long. A thief looks at one queue at a
 * time, and holds one lock at a time; a task that it took belongs to it, and nobody else can do it.
 */
#include "example.h"

#define WORKERS 4

struct task {
	__u64 number;
	struct bpf_list_node node;
};

struct run_queue {
	struct bpf_spin_lock lock;
	__u32 length;
	__u64 done;
	__u64 stolen;
	struct bpf_list_head tasks __contains(task, node);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, WORKERS);
	__type(key, __u32);
	__type(value, struct run_queue);
} queues SEC(".maps");

static __noinline int submit(__u32 worker, __u64 number)
{
	struct run_queue *queue = bpf_map_lookup_elem(&queues, &worker);
	struct task *task;

	if (!queue)
		return -ENOENT;
	task = bpf_obj_new(struct task);
	if (!task)
		return -ENOMEM;
	task->number = number;
	bpf_spin_lock(&queue->lock);
	bpf_list_push_back(&queue->tasks, &task->node);
	queue->length++;
	bpf_spin_unlock(&queue->lock);
	return 0;
}

/* the number of the task at one end, or -1 */
static __noinline long take(__u32 worker, bool steal)
{
	struct run_queue *queue = bpf_map_lookup_elem(&queues, &worker);
	struct bpf_list_node *node;
	struct task *task;
	long number;

	if (!queue)
		return -1;
	bpf_spin_lock(&queue->lock);
	node = steal ? bpf_list_pop_back(&queue->tasks) : bpf_list_pop_front(&queue->tasks);
	if (node) {
		queue->length--;
		queue->done += !steal;
		queue->stolen += steal;
	}
	bpf_spin_unlock(&queue->lock);
	if (!node)
		return -1;
	task = container_of(node, struct task, node);
	number = task->number;
	bpf_obj_drop(task);
	return number;
}

/* own work, or somebody else's; -1 if nobody has any */
static __noinline long work(__u32 worker)
{
	long number = take(worker, false);

	for (__u32 i = 1; i < WORKERS && number < 0; i++)
		number = take((worker + i) % WORKERS, true);
	return number;
}

SEC("tc") __success __retval(12) __description("own work in the order in which it came")
int own_work_first(struct __sk_buff *skb)
{
	int first;

	if (submit(0, 1) || submit(0, 2) || submit(1, 3))
		return -1;
	first = (int)work(0);
	return first * 10 + (int)work(0);
}

SEC("tc") __success __retval(31) __description("the thief takes the last of another, its owner the first")
int steals_from_the_back(struct __sk_buff *skb)
{
	int stolen;

	if (submit(2, 1) || submit(2, 2) || submit(2, 3))
		return -1;
	stolen = (int)work(0);
	return stolen * 10 + (int)work(2);
}

SEC("tc") __success __retval(-1) __description("nobody has work")
int nothing_to_do(struct __sk_buff *skb)
{
	return work(3);
}

/* for explorations: with another of these at any time, each does one task, and none is done twice */
SEC("tc") __success __retval(0)
int worker_0(struct __sk_buff *skb)
{
	return submit(0, 1) || work(0) < 0;
}

SEC("tc") __success __retval(0)
int worker_1(struct __sk_buff *skb)
{
	return submit(1, 2) || work(1) < 0;
}

LICENSE("GPL");
