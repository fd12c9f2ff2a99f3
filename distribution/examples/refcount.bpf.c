/* Objects with several owners: on a list and in a tree at once, and held by programs meanwhile. */
#include "example.h"
#include "rbtree.h"
#include "refcount.h"

struct task {
	__u64 deadline;
	struct bpf_list_node by_arrival;
	struct bpf_rb_node by_deadline;
	struct bpf_refcount owners;
	__u64 runs;
};

private(tasks) struct bpf_spin_lock lock;
private(tasks) struct bpf_list_head arrivals __contains(task, by_arrival);
private(tasks) struct bpf_rb_root deadlines __contains(task, by_deadline);

static bool is_earlier(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return container_of(a, struct task, by_deadline)->deadline <
	       container_of(b, struct task, by_deadline)->deadline;
}

/* each collection gets a reference of its own */
static __noinline int submit(__u64 deadline)
{
	struct task *task = bpf_obj_new(struct task), *second;

	if (!task)
		return -ENOMEM;
	task->deadline = deadline;
	task->runs = 0;
	second = bpf_refcount_acquire(task);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&arrivals, &task->by_arrival);
	bpf_rbtree_add(&deadlines, &second->by_deadline, is_earlier);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __success __retval(21)
__description("the first to arrive is the second by deadline; each is found both ways")
int both_orders(struct __sk_buff *skb)
{
	struct bpf_list_node *first;
	struct bpf_rb_node *least;
	int answer = -1;

	if (submit(2) || submit(1))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	first = bpf_list_front(&arrivals);
	least = bpf_rbtree_first(&deadlines);
	if (first && least)
		answer = container_of(first, struct task, by_arrival)->deadline * 10 +
			 container_of(least, struct task, by_deadline)->deadline;
	bpf_spin_unlock(&lock);
	return answer;
}

SEC("tc") __success __retval(1)
__description("popped off the list it is taken out of the tree as well: one pointer leads to both nodes")
int cancel_first(struct __sk_buff *skb)
{
	struct bpf_rb_node *in_tree = NULL;
	struct bpf_list_node *on_list;
	struct task *task;

	if (submit(5))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	on_list = bpf_list_pop_front(&arrivals);
	if (on_list) {
		task = container_of(on_list, struct task, by_arrival);
		in_tree = bpf_rbtree_remove(&deadlines, &task->by_deadline);
	}
	bpf_spin_unlock(&lock);
	if (on_list)
		bpf_obj_drop(container_of(on_list, struct task, by_arrival));
	if (!in_tree)
		return 0;
	bpf_obj_drop(container_of(in_tree, struct task, by_deadline));
	return 1;
}

SEC("tc") __success __retval(-EINVAL)
__description("a node that is linked is refused, and the reference that was given for it dropped")
int add_twice(struct __sk_buff *skb)
{
	struct task *task = bpf_obj_new(struct task), *second;
	int refused;

	if (!task)
		return -ENOMEM;
	second = bpf_refcount_acquire(task);
	bpf_spin_lock(&lock);
	bpf_list_push_back(&arrivals, &task->by_arrival);
	refused = bpf_list_push_front(&arrivals, &second->by_arrival);
	bpf_spin_unlock(&lock);
	return refused;
}

SEC("tc") __success __retval(-EINVAL) __description("the same in a tree")
int add_twice_to_the_tree(struct __sk_buff *skb)
{
	struct task *task = bpf_obj_new(struct task), *second;
	int refused;

	if (!task)
		return -ENOMEM;
	task->deadline = 1;
	second = bpf_refcount_acquire(task);
	bpf_spin_lock(&lock);
	bpf_rbtree_add(&deadlines, &task->by_deadline, is_earlier);
	refused = bpf_rbtree_add(&deadlines, &second->by_deadline, is_earlier);
	bpf_spin_unlock(&lock);
	return refused;
}

SEC("tc") __success __retval(3)
__description("a reference to a borrowed object keeps it beyond the unlock, and beyond its removal")
int keep_what_is_borrowed(struct __sk_buff *skb)
{
	struct task *kept = NULL;
	struct bpf_rb_node *node;
	int deadline;

	if (submit(3))
		return -ENOMEM;
	bpf_spin_lock(&lock);
	node = bpf_rbtree_first(&deadlines);
	if (node)
		kept = bpf_refcount_acquire(container_of(node, struct task, by_deadline));
	bpf_spin_unlock(&lock);
	if (!kept)
		return -1;
	kept->runs++;
	deadline = kept->deadline;
	bpf_obj_drop(kept);
	return deadline;
}

SEC("tc") __success __retval(6) __description("what is left of two references after one was dropped")
int one_of_two(struct __sk_buff *skb)
{
	struct task *task = bpf_obj_new(struct task), *second;
	int deadline;

	if (!task)
		return -ENOMEM;
	task->deadline = 6;
	second = bpf_refcount_acquire(task);
	bpf_obj_drop(task);
	deadline = second->deadline;
	bpf_obj_drop(second);
	return deadline;
}

LICENSE("GPL");
